using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Storage;

/// <summary>Whose alerts do not arrive at present.</summary>
public abstract partial class SubscriptionStoreContract
{
    [Fact]
    public async Task Failing_ones_are_listed_page_by_page_also_of_one_tenant_and_follow_each_change()
    {
        for (var i = 0; i < 24; i++)
            await Open().Add(Failing(i), Cancellation);

        Assert.Equal(Enumerable.Range(0, 24).Where(i => i % 3 == 0).Select(i => Samples.Subscription(i).Id), await ListedFailing(null));
        Assert.Equal(Enumerable.Range(0, 24).Where(i => i % 6 == 0).Select(i => Samples.Subscription(i).Id), await ListedFailing("even"));

        Assert.True(await Open().Update(Failing(0) with { FailingSince = null, Version = 2 }, Cancellation));
        Assert.True(await Open().Update(Failing(1) with { FailingSince = Samples.Noon, Version = 2 }, Cancellation));
        Assert.True(await Open().Update(Failing(3) with { Status = SubscriptionStatus.Paused, Version = 2 }, Cancellation));
        Assert.True(await Open().Delete(Samples.Subscription(6).Id, Cancellation));
        Assert.Equal(new[] { 1, 9, 12 }.Select(i => Samples.Subscription(i).Id), (await ListedFailing(null)).Take(3));
    }

    [Fact]
    public async Task Failing_rows_of_the_version_before_are_in_the_list_after_maintenance()
    {
        for (var i = 0; i < 6; i++)
            await Open().Add(Failing(i), Cancellation);
        await ForgetWhichAreQuiet();

        await Open().ReEncrypt(Cancellation);

        Assert.Equal(new[] { 0, 3 }.Select(i => Samples.Subscription(i).Id), await ListedFailing(null));
    }

    private static Subscription Failing(int number) => Samples.Subscription(number) with
    {
        Tenant = number % 2 == 0 ? "even" : "odd",
        Status = SubscriptionStatus.Active,
        FailingSince = number % 3 == 0 ? Samples.Noon : null,
    };

    private async Task<List<string>> ListedFailing(string? tenant)
    {
        var seen = new List<string>();
        SubscriptionPage? page = null;
        do
        {
            page = await Open().ListFailing(tenant, page?.Cursor, 3, Cancellation);
            seen.AddRange(page.Subscriptions.Select(subscription => subscription.Id));
        }
        while (page.Cursor is not null);

        return seen;
    }
}
