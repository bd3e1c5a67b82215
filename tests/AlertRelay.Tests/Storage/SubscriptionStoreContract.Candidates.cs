using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using CsCheck;

namespace AlertRelay.Tests.Storage;

/// <summary>Who may want an alert.</summary>
public abstract partial class SubscriptionStoreContract
{
    [Fact]
    public async Task A_paused_one_is_no_candidate_until_it_is_resumed()
    {
        var subscription = Samples.Subscription(1);
        await Open().Add(subscription, Cancellation);
        await Open().Update(subscription with { Status = SubscriptionStatus.Paused, Version = 2 }, Cancellation);
        Assert.Empty(await CandidateIds(Samples.Alert("alr_1"), 10));

        await Open().Update(subscription with { Version = 3 }, Cancellation);
        Assert.Equal([subscription.Id], await CandidateIds(Samples.Alert("alr_1"), 10));
    }

    [Fact]
    public async Task Candidates_up_to_a_cursor_are_those_of_the_pages_before_it_whoever_was_added_or_deleted_there()
    {
        var store = Open();
        for (var i = 10; i < 50; i++)
            await store.Add(Samples.Subscription(i) with { Filter = new Filter() }, Cancellation);
        var alert = Samples.Alert("alr_1");
        var first = await store.Candidates(alert, null, 15, Cancellation);
        var second = await store.Candidates(alert, first.Cursor, 15, Cancellation);

        await store.Delete(second.Cursor!, Cancellation);
        await store.Delete(second.Subscriptions[3].Id, Cancellation);
        var again = await Until(second.Cursor!, first.Cursor);

        Assert.Equal(second.Subscriptions.Select(one => one.Id).Except([second.Cursor!, second.Subscriptions[3].Id]), again);
        Assert.Equal([.. first.Subscriptions.Select(one => one.Id), .. again], await Until(second.Cursor!, null));

        async Task<List<string>> Until(string until, string? cursor)
        {
            var found = new List<string>();
            do
            {
                var page = await store.Candidates(alert, cursor, until, 4, Cancellation);
                found.AddRange(page.Subscriptions.Select(one => one.Id));
                cursor = page.Cursor;
            }
            while (cursor is not null);

            return found;
        }
    }

    [Fact]
    public async Task A_changed_filter_is_filed_anew()
    {
        var subscription = Samples.Subscription(1) with { Filter = new Filter { Countries = ["IR", "IR", "IQ"] } };
        await Open().Add(subscription, Cancellation);
        await Open().Update(subscription with { Filter = new Filter { Countries = ["FR"] }, Version = 2 }, Cancellation);

        Assert.Empty(await CandidateIds(Samples.Alert("alr_1") with { Areas = [new Area("IR", "Iran")] }, 10));
        Assert.Single(await CandidateIds(Samples.Alert("alr_1") with { Areas = [new Area("FR", "France")] }, 10));
    }

    [Fact]
    public async Task Candidates_are_all_active_ones_that_want_the_alert_each_once()
    {
        var store = Open();
        var all = new List<Subscription>();
        var filters = SubscriptionSamples.AnyFilter.Array[Many].Single(_ => true, seed: "0000KbYQzX1c");
        for (var i = 0; i < filters.Length; i++)
        {
            all.Add(Samples.Subscription(i) with { Filter = filters[i], Status = i % 7 == 0 ? SubscriptionStatus.Paused : SubscriptionStatus.Active });
            await store.Add(all[i], Cancellation);
        }

        await Gen.Select(SubscriptionSamples.AnyAlert, Gen.Int[Many / 100, Many / 5]).SampleAsync(
            async (alert, limit) =>
            {
                var found = await CandidateIds(alert, limit);
                var wanted = all.Where(one => one.Status == SubscriptionStatus.Active && SubscriptionSamples.IsWanted(one.Filter, alert)).Select(one => one.Id);
                Assert.Equal(found.Distinct().Order(StringComparer.Ordinal), found);
                Assert.Empty(wanted.Except(found));
                Assert.Empty(found.Intersect(all.Where(one => one.Status != SubscriptionStatus.Active).Select(one => one.Id)));
            },
            iter: 25,
            threads: 1);
    }

    [Fact]
    public async Task The_relays_own_events_find_those_who_asked_for_them_and_those_of_subscriptions_only_their_tenant()
    {
        var asks = new Filter { Kinds = [EventKind.Heartbeat, EventKind.Subscription], Countries = ["FR"] };
        await Open().Add(Samples.Subscription(1) with { Filter = asks, Tenant = "acme" }, Cancellation);
        await Open().Add(Samples.Subscription(2) with { Filter = asks, Tenant = "globex" }, Cancellation);
        await Open().Add(Samples.Subscription(3) with { Tenant = "acme" }, Cancellation);
        var heartbeat = Samples.Alert("hbt_1") with { Heartbeat = new Heartbeat(Samples.Noon, 1, [], 0) };
        var disabled = Samples.Alert("sev_1") with { Subscription = new SubscriptionEvent("acme", "sub_9", SubscriptionEventKind.Disabled) };

        Assert.Equal([Samples.Subscription(1).Id, Samples.Subscription(2).Id], await CandidateIds(heartbeat, 10));
        Assert.Equal([Samples.Subscription(1).Id], await CandidateIds(disabled, 10));
    }

    /// <summary>Of all pages, sorted: the order is the store's own.</summary>
    private async Task<List<string>> CandidateIds(Alert alert, int limit)
    {
        var store = Open();
        var found = new List<string>();
        SubscriptionPage? page = null;
        do
        {
            page = await store.Candidates(alert, page?.Cursor, limit, Cancellation);
            Assert.True(page.Subscriptions.Count <= limit);
            found.AddRange(page.Subscriptions.Select(subscription => subscription.Id));
        }
        while (page.Cursor is not null);

        return [.. found.Order(StringComparer.Ordinal)];
    }
}
