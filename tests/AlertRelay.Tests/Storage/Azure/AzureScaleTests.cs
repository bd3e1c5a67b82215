using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Subscriptions;
using Relayed = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Storage.Azure;

/// <summary>What things cost, in requests, and the sizes at which they change their ways.</summary>
public sealed class AzureScaleTests(Azurite azurite) : IAsyncLifetime
{
    private AzureAccount _account = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _account = new AzureAccount(await azurite.Account());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Of_ten_thousand_subscriptions_the_thousand_that_may_want_an_alert_are_found_in_few_requests()
    {
        await Fill(10_000, wantsIran: i => i % 10 == 0);
        var alert = AlertFor("IR");
        var network = new Network();
        var store = new AzureSubscriptionStore(_account.Open(network), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

        var found = new List<string>();
        SubscriptionPage? page = null;
        do
        {
            page = await store.Candidates(alert, page?.Cursor, 500, Cancellation);
            found.AddRange(page.Subscriptions.Select(subscription => subscription.Id));
        }
        while (page.Cursor is not null);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => Samples.Subscription(i * 10).Id), found.Order());
        // A range for each shard and entry, and once more for the shard where the first page ends.
        Assert.InRange(network.Requests, 32, 40);
    }

    [Fact]
    public async Task An_alert_of_an_unknown_place_finds_the_subscribers_of_every_country_in_few_requests()
    {
        await Fill(2_000, wantsIran: i => i % 2 == 0);
        var network = new Network();
        var store = new AzureSubscriptionStore(_account.Open(network), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

        var page = await store.Candidates(Samples.Alert("alr_1") with { Areas = [], PlaceUnknown = true }, null, null, 2_000, Cancellation);

        Assert.Equal(2_000, page.Subscriptions.Select(subscription => subscription.Id).Distinct().Count());
        // A range for each shard and entry, and one for the countries.
        Assert.InRange(network.Requests, 32, 36);
    }

    [Fact]
    public async Task The_outcomes_of_a_page_are_recorded_in_at_most_two_transactions_for_each_shard_and_looked_up_in_one_query()
    {
        var outcomes = Enumerable.Range(0, 500).Select(i => Outcome("alr_1", Samples.Subscription(i).Id, 1)).ToList();
        var network = new Network();
        var store = new AzureDeliveryStore(_account.Open(network), TestRows.Unlogged);
        // Makes the table.
        await store.Record([Outcome("alr_0", "sub_1", 1)], Cancellation);

        var before = network.Requests;
        await store.Record(outcomes, Cancellation);
        Assert.InRange(network.Requests - before, 8, 16);

        before = network.Requests;
        Assert.Equal(500, (await store.OfAlert("alr_1", [.. outcomes.Select(outcome => outcome.Delivery.SubscriptionId)], Cancellation)).Count);
        Assert.Equal(8, network.Requests - before);
    }

    [Fact]
    public async Task Who_names_very_many_countries_is_asked_for_every_alert()
    {
        var countries = Enumerable.Range(0, 200).Select(i => $"{(char)('A' + i / 26)}{(char)('A' + i % 26)}").ToList();
        var store = new AzureSubscriptionStore(_account.Open(), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);
        var subscription = Samples.Subscription(1) with { Filter = new Filter { Countries = [.. countries.Take(40)] } };
        await store.Add(subscription, Cancellation);

        foreach (var (filter, version) in new[] { (countries.Skip(40).Take(40), 2), (countries, 3), (countries.Take(1), 4) })
        {
            var changed = subscription with { Filter = new Filter { Countries = [.. filter] }, Version = version };
            Assert.True(await store.Update(changed, Cancellation));
            foreach (var country in changed.Filter.Countries.Take(3))
                Assert.Single((await store.Candidates(AlertFor(country), null, 10, Cancellation)).Subscriptions);
        }

        Assert.Empty((await store.Candidates(AlertFor("ZZ"), null, 10, Cancellation)).Subscriptions);
    }

    [Fact]
    public async Task Beyond_a_hundred_attempts_the_oldest_are_forgotten()
    {
        var store = new AzureDeliveryStore(_account.Open(), TestRows.Unlogged);
        await store.Record([.. Enumerable.Range(1, 103).Select(number => Outcome("alr_1", "sub_1", number))], Cancellation);

        Assert.Equal(Enumerable.Range(4, 100), (await store.Attempts("alr_1", "sub_1", Cancellation)).Select(attempt => attempt.Number));
    }

    [Fact]
    public async Task A_narrow_search_reads_five_thousand_places_at_most_and_goes_on_from_there()
    {
        var storage = _account.Open();
        await new AzureAlertStore(storage, TestRows.Unlogged).Append(Samples.Alert("alr_first"), Cancellation);
        var places = Enumerable.Range(2, 5300)
            .Select(i => AlertRows.Places(Samples.Alert($"alr_{i}") with { Channel = "other" }, i).ElementAt(1))
            .Select(TableActions.Put)
            .Packed(place => [place]);
        await BoundedParallel.Select([.. places], pack => storage.Alerts.Transact(pack, Cancellation), Cancellation);
        var store = new AzureAlertStore(storage, TestRows.Unlogged);
        var query = new AlertQuery { Channels = ["uk-fcdo-travel"] };

        var first = await store.List(query, Cancellation);
        Assert.Empty(first.Alerts);
        var second = await store.List(query with { Cursor = first.Cursor }, Cancellation);
        Assert.Equal("alr_first", Assert.Single(second.Alerts).Id);
        Assert.Null(second.Cursor);
    }

    [Fact]
    public async Task The_quiet_ones_of_a_thousand_subscriptions_are_listed_in_a_request_for_each_shard()
    {
        var night = new NotificationSettings { QuietHours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), "UTC") };
        await Fill(1_000, wantsIran: _ => true, i => i % 10 == 0 ? night : NotificationSettings.None);
        var network = new Network();
        var store = new AzureSubscriptionStore(_account.Open(network), TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None);

        var page = await store.ListQuiet(null, null, 50, Cancellation);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => Samples.Subscription(10 * i).Id), page.Subscriptions.Select(one => one.Id));
        Assert.Equal(8, network.Requests);
        Assert.Equal(50, (await store.ListQuiet(Samples.Subscription(1).Tenant, null, 50, Cancellation)).Subscriptions.Count);
        Assert.Equal(16, network.Requests);
    }

    [Theory]
    [InlineData(60, 6)]
    [InlineData(1, 8)]
    public async Task The_newest_of_three_thousand_audit_entries_are_found_in_few_requests(int secondsBetween, int most)
    {
        var filling = new AzureAuditStore(_account.Open(), TestKeys.Ring, TestRows.Unlogged);
        var storage = _account.Open();
        // A hundred at a time, as when a tenant deletes what it has.
        var entries = Enumerable.Range(0, 3000).Select(i => Entry(Samples.Noon.AddSeconds(i / 100 * 100 * secondsBetween), i % 100, "sub_1"));
        var packs = entries.Packed(entry => [.. filling.Rows(entry).Select(TableActions.Put)]);
        await BoundedParallel.Select(
            [.. packs], pack => storage.Audit.Transact([.. pack.SelectMany(filling.Rows).Select(TableActions.Put)], Cancellation), Cancellation);

        var now = Samples.Noon.AddSeconds(3000 * secondsBetween);
        await filling.Add(Entry(now, 0, "sub_2"), Cancellation);
        _account.Time.Advance(now - _account.Time.GetUtcNow());
        var network = new Network();
        var store = new AzureAuditStore(_account.Open(network), TestKeys.Ring, TestRows.Unlogged);

        var page = await store.List(new AuditQuery { NewestFirst = true, Limit = 50 }, Cancellation);

        Assert.Equal((50, "sub_2"), (page.Entries.Count, page.Entries[0].Subject));
        Assert.InRange(network.Requests, 1, most);
    }

    private async Task Fill(int count, Func<int, bool> wantsIran, Func<int, NotificationSettings>? noise = null)
    {
        var storage = _account.Open();
        var rows = Enumerable.Range(0, count)
            .Select(i => SubscriptionRows.Of(TestKeys.Ring, Samples.Subscription(i) with
            {
                Filter = new Filter { Countries = [wantsIran(i) ? "IR" : "FR"] },
                Noise = noise?.Invoke(i) ?? NotificationSettings.None,
            }))
            .GroupBy(subscription => subscription[0].PartitionKey)
            .SelectMany(shard => shard.Packed(subscription => [.. subscription.Select(TableActions.Put)]));
        await BoundedParallel.Select(
            [.. rows], pack => storage.Subscriptions.Transact([.. pack.SelectMany(row => row).Select(TableActions.Put)], Cancellation), Cancellation);
    }

    private static AuditEntry Entry(DateTimeOffset at, int number, string subject) => new(
        AuditId.Of(Ulid.Of(at, new byte[Ulid.Chance]) + (uint)number), at, "acme", Actor.Relay, AuditAction.SubscriptionPaused, subject, null, null);

    private static Alert AlertFor(string country) => Samples.Alert("alr_1") with { Areas = [new Area(country, country)] };

    private static (Relayed Delivery, Attempt Attempt) Outcome(string alert, string subscription, int number) => (
        new Relayed(alert, subscription, DeliveryStatus.Delivered, number, Samples.Noon),
        new Attempt(alert, subscription, number, Samples.Noon, TimeSpan.FromSeconds(1), 204, null, "ok"));
}
