using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Storage;

/// <summary>Who has silences or quiet hours.</summary>
public abstract partial class SubscriptionStoreContract
{
    private static readonly NotificationSettings
        Night = new() { QuietHours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), "UTC") },
        Exercise = new() { Silences = [new Silence(Filter.Everything, Samples.Noon.AddDays(1), "exercise")] };

    /// <summary>Makes the stored rows as the version before wrote them: without a word on whether they are quiet.</summary>
    protected abstract Task ForgetWhichAreQuiet();

    [Fact]
    public async Task Those_with_silences_or_quiet_hours_are_listed_page_by_page_also_of_one_tenant_and_follow_each_change()
    {
        for (var i = 0; i < 24; i++)
            await Open().Add(Quiet(i), Cancellation);

        Assert.Equal(Enumerable.Range(0, 24).Where(i => i % 3 > 0).Select(i => Samples.Subscription(i).Id), await ListedQuiet(null));
        Assert.Equal(Enumerable.Range(0, 24).Where(i => i % 3 > 0 && i % 2 == 0).Select(i => Samples.Subscription(i).Id), await ListedQuiet("even"));

        Assert.True(await Open().Update(Quiet(1) with { Noise = NotificationSettings.None, Version = 2 }, Cancellation));
        Assert.True(await Open().Update(Quiet(2) with { Status = SubscriptionStatus.Disabled, Version = 2 }, Cancellation));
        Assert.True(await Open().Update(Quiet(3) with { Noise = Night, Version = 2 }, Cancellation));
        Assert.True(await Open().Delete(Samples.Subscription(4).Id, Cancellation));
        Assert.Equal(new[] { 2, 3, 5 }.Select(i => Samples.Subscription(i).Id), (await ListedQuiet(null)).Take(3));
        Assert.Equal(0, await Open().ReEncrypt(Cancellation));
    }

    [Fact]
    public async Task Rows_of_the_version_before_are_in_the_list_after_maintenance()
    {
        for (var i = 0; i < 9; i++)
            await Open().Add(Quiet(i) with { Status = i < 3 ? SubscriptionStatus.Paused : SubscriptionStatus.Active }, Cancellation);
        await ForgetWhichAreQuiet();

        await Open().ReEncrypt(Cancellation);

        Assert.Equal(Enumerable.Range(0, 9).Where(i => i % 3 > 0).Select(i => Samples.Subscription(i).Id), await ListedQuiet(null));
        Assert.Equal(new[] { 2, 4, 8 }.Select(i => Samples.Subscription(i).Id), await ListedQuiet("even"));
        Assert.Equal(9, (await Open().List(null, null, null, 20, Cancellation)).Subscriptions.Count);
    }

    [Fact]
    public async Task Who_set_a_silence_comes_back_after_a_restart()
    {
        var setters = new NoiseSetters { Silences = [new Setter("key_1", "Zentrale", Samples.Noon), null] };
        await Open().Add(Quiet(2) with { NoiseSetters = setters }, Cancellation);

        Assert.Equivalent(setters, (await Open().Find(Samples.Subscription(2).Id, Cancellation))!.NoiseSetters, strict: true);
    }

    private static Subscription Quiet(int number) => Samples.Subscription(number) with
    {
        Tenant = number % 2 == 0 ? "even" : "odd",
        Noise = (number % 3) switch { 0 => NotificationSettings.None, 1 => Night, _ => Exercise },
    };

    private async Task<List<string>> ListedQuiet(string? tenant)
    {
        var seen = new List<string>();
        SubscriptionPage? page = null;
        do
        {
            page = await Open().ListQuiet(tenant, page?.Cursor, 4, Cancellation);
            seen.AddRange(page.Subscriptions.Select(subscription => subscription.Id));
        }
        while (page.Cursor is not null);

        return seen;
    }
}
