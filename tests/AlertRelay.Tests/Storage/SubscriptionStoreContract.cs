using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using CsCheck;

namespace AlertRelay.Tests.Storage;

/// <summary>What every subscription store must do. Each store inherits it and says how to open one.</summary>
public abstract partial class SubscriptionStoreContract
{
    /// <summary>Opens the same data again, as the next start of the relay or a second process does.</summary>
    protected abstract ISubscriptionStore Open();

    /// <summary>How many subscriptions the candidates are looked for among; more where a store is quick to fill.</summary>
    protected virtual int Many => 1_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscription_comes_back_as_it_was_after_a_restart()
    {
        var subscription = Samples.Subscription(1) with
        {
            Filter = new Filter
            {
                Countries = ["IR"],
                MinimumSeverity = Severity.Severe,
                Keywords = ["größer", "'"],
                Changes = [ChangeKind.Raised],
                Languages = ["en"],
            },
            Status = SubscriptionStatus.Disabled,
            StatusReason = "410",
        };
        await Open().Add(subscription, Cancellation);

        Assert.Equivalent(subscription, await Open().Find(subscription.Id, Cancellation), strict: true);
        Assert.Null(await Open().Find("sub_other", Cancellation));
    }

    [Fact]
    public async Task An_id_cannot_be_added_twice()
    {
        var store = Open();
        await store.Add(Samples.Subscription(1), Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Add(Samples.Subscription(1) with { Name = "second" }, Cancellation));
        Assert.Equal("Sécurité", (await store.Find(Samples.Subscription(1).Id, Cancellation))?.Name);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task A_change_counts_only_when_it_was_made_from_the_stored_version(int version, bool accepted)
    {
        var subscription = Samples.Subscription(1);
        await Open().Add(subscription, Cancellation);

        Assert.Equal(accepted, await Open().Update(subscription with { Name = "changed", Version = version }, Cancellation));
        Assert.Equal(accepted ? "changed" : "Sécurité", (await Open().Find(subscription.Id, Cancellation))?.Name);
    }

    [Fact]
    public async Task Of_twenty_changes_that_race_one_wins()
    {
        var stores = new[] { Open(), Open() };
        await stores[0].Add(Samples.Subscription(1), Cancellation);

        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(racer => Task.Run(
            () => stores[racer % 2].Update(Samples.Subscription(1) with { Name = $"{racer}", Version = 2 }, Cancellation))));

        Assert.Single(won, accepted => accepted);
    }

    [Fact]
    public async Task What_is_not_there_is_neither_changed_nor_deleted()
    {
        Assert.False(await Open().Update(Samples.Subscription(1) with { Version = 2 }, Cancellation));
        Assert.False(await Open().Delete(Samples.Subscription(1).Id, Cancellation));
    }

    [Fact]
    public async Task A_deleted_subscription_is_gone_and_no_candidate()
    {
        await Open().Add(Samples.Subscription(1), Cancellation);

        Assert.True(await Open().Delete(Samples.Subscription(1).Id, Cancellation));

        Assert.Null(await Open().Find(Samples.Subscription(1).Id, Cancellation));
        Assert.Empty(await CandidateIds(Samples.Alert("alr_1"), 10));
    }

    [Fact]
    public async Task A_tenant_lists_its_own_page_by_page_while_others_come()
    {
        for (var i = 100; i < 120; i++)
            await Open().Add(Samples.Subscription(i) with { Tenant = i % 2 == 0 ? "even" : "odd" }, Cancellation);

        var seen = new List<string>();
        SubscriptionPage? page = null;
        do
        {
            page = await Open().List("even", null, page?.Cursor, 3, Cancellation);
            seen.AddRange(page.Subscriptions.Select(subscription => subscription.Id));
            await Open().Add(Samples.Subscription(seen.Count) with { Tenant = "even" }, Cancellation);
        }
        while (page.Cursor is not null);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => Samples.Subscription(100 + 2 * i).Id), seen);
    }

    [Fact]
    public async Task Without_a_tenant_all_are_listed_and_the_end_has_no_cursor()
    {
        await Open().Add(Samples.Subscription(1), Cancellation);
        await Open().Add(Samples.Subscription(2) with { Tenant = "other" }, Cancellation);

        var page = await Open().List(null, null, null, 2, Cancellation);
        Assert.Equal(2, page.Subscriptions.Count);
        Assert.Null(page.Cursor);
        Assert.Equal([], (await Open().List("nobody", null, null, 2, Cancellation)).Subscriptions);
    }

    [Fact]
    public async Task Subscriptions_are_listed_by_status_page_by_page_also_of_one_tenant_and_follow_each_change()
    {
        var states = Enum.GetValues<SubscriptionStatus>();
        for (var i = 0; i < 24; i++)
            await Open().Add(Samples.Subscription(i) with { Status = states[i % 4], Tenant = i % 8 < 4 ? "even" : "odd" }, Cancellation);

        foreach (var (status, i) in states.Select((status, i) => (status, i)))
        {
            Assert.Equal(Enumerable.Range(0, 6).Select(n => Samples.Subscription(4 * n + i).Id), await Listed(null, status));
            Assert.Equal(Enumerable.Range(0, 3).Select(n => Samples.Subscription(8 * n + i).Id), await Listed("even", status));
        }

        Assert.True(await Open().Update(Samples.Subscription(1) with { Status = SubscriptionStatus.Disabled, Version = 2 }, Cancellation));
        Assert.True(await Open().Delete(Samples.Subscription(2).Id, Cancellation));
        Assert.DoesNotContain(Samples.Subscription(1).Id, await Listed(null, SubscriptionStatus.Paused));
        Assert.Equal(
            new[] { 1, 6, 10, 14, 18, 22 }.Select(i => Samples.Subscription(i).Id), await Listed(null, SubscriptionStatus.Disabled));
        Assert.Equal(0, await Open().ReEncrypt(Cancellation));
    }

    private async Task<List<string>> Listed(string? tenant, SubscriptionStatus status)
    {
        var seen = new List<string>();
        SubscriptionPage? page = null;
        do
        {
            page = await Open().List(tenant, status, page?.Cursor, 4, Cancellation);
            Assert.All(page.Subscriptions, subscription => Assert.Equal(status, subscription.Status));
            seen.AddRange(page.Subscriptions.Select(subscription => subscription.Id));
        }
        while (page.Cursor is not null);

        return seen;
    }

    [Fact]
    public async Task A_tenants_subscriptions_are_counted_up_to_the_limit()
    {
        for (var i = 0; i < 12; i++)
            await Open().Add(Samples.Subscription(i) with { Tenant = i % 3 == 0 ? "few" : "many" }, Cancellation);

        Assert.Equal(
            (4, 5, 8, 0),
            (await Open().Count("few", 5, Cancellation), await Open().Count("many", 5, Cancellation), await Open().Count("many", 100, Cancellation),
            await Open().Count("none", 5, Cancellation)));
    }

    [Fact]
    public async Task One_with_the_same_tenant_target_and_filter_is_found_while_it_may_be_told_something()
    {
        var filter = new Filter { Countries = ["IR", "IQ"], Keywords = ["a", "b"] };
        var first = Samples.Subscription(1) with { Filter = filter };
        var twin = Samples.Subscription(2) with { Filter = filter with { Countries = ["IQ", "IR"], Keywords = ["b", "a", "b"] }, Name = "other" };
        await Open().Add(first, Cancellation);

        Assert.Equal(first.Id, await Open().FindDuplicate(twin, Cancellation));
        Assert.Null(await Open().FindDuplicate(twin with { Tenant = "globex" }, Cancellation));
        Assert.Null(await Open().FindDuplicate(twin with { Target = new Uri("https://hooks.example.org/other") }, Cancellation));
        Assert.Null(await Open().FindDuplicate(twin with { Filter = filter with { Countries = ["IR"] } }, Cancellation));

        await Open().Update(first with { Version = 2, Status = SubscriptionStatus.Unverified }, Cancellation);
        Assert.Equal(first.Id, await Open().FindDuplicate(twin, Cancellation));
        await Open().Update(first with { Version = 3, Status = SubscriptionStatus.Paused }, Cancellation);
        Assert.Null(await Open().FindDuplicate(twin, Cancellation));
        await Open().Update(first with { Version = 4, Filter = Filter.Everything }, Cancellation);
        Assert.Null(await Open().FindDuplicate(first, Cancellation));
        Assert.Equal(first.Id, await Open().FindDuplicate(first with { Filter = Filter.Everything }, Cancellation));
        await Open().Delete(first.Id, Cancellation);
        Assert.Null(await Open().FindDuplicate(first with { Filter = Filter.Everything }, Cancellation));
    }
}
