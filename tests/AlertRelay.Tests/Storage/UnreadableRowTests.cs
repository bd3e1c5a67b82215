using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Maintenance;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Observability;

namespace AlertRelay.Tests.Storage;

/// <summary>One row that cannot be read costs that row.</summary>
public sealed class UnreadableRowTests : IAsyncDisposable
{
    private readonly SqliteFolder _folder = new();
    private readonly WholeRelay _relay;

    public UnreadableRowTests() => _relay = new WholeRelay(new StorageOptions { Path = _folder.Folder }, _folder.Folder, _folder.Time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_alerts_behind_one_in_the_outbox_are_published()
    {
        var alerts = Enumerable.Range(1, 3).Select(number => Samples.Alert($"alr_{number}")).ToList();
        await _relay.Get<IChannelStore>().Commit(Samples.ChannelState(alerts[0].Channel, 1), [], alerts, [], Cancellation);
        await Damage("outbox", "alert", "id = 'alr_1'");

        await _relay.Get<MaintenanceRun>().Run(Cancellation);

        Assert.Equal(["alr_2", "alr_3"], (await History()).Order());
        Assert.Empty(await _relay.Get<IChannelStore>().Outbox(10, Cancellation));
    }

    [Fact]
    public async Task The_other_deliveries_are_listed_sent_and_retried()
    {
        var store = _relay.Get<IDeliveryStore>();
        foreach (var number in Enumerable.Range(1, 3))
            await store.Save(DeliverySamples.Pending($"alr_{number}", "sub_1", Samples.Noon), Cancellation);
        await Damage("deliveries", "status", "alert_id = 'alr_2'");

        Assert.Equal(["alr_3", "alr_1"], (await store.OfSubscription("sub_1", null, null, 10, Cancellation)).Deliveries.Select(delivery => delivery.AlertId));
        Assert.Empty(await store.OfAlert("alr_2", ["sub_1"], Cancellation));
        Assert.Equal(["alr_1", "alr_3"], (await store.TakeDue(Samples.Noon, TimeSpan.FromMinutes(1), 10, Cancellation)).Select(due => due.AlertId).Order());
    }

    [Fact]
    public async Task The_other_channels_are_known()
    {
        var store = _relay.Get<IChannelStore>();
        await store.Commit(Samples.ChannelState("xx-one", 1), [], [], [], Cancellation);
        await store.Commit(Samples.ChannelState("xx-two", 1), [], [], [], Cancellation);
        await Damage("channels", "state", "channel = 'xx-one'");

        Assert.Equal("xx-two", Assert.Single(await store.All(Cancellation)).Channel);
        await Assert.ThrowsAsync<UnreadableRowException>(() => store.Find("xx-one", Cancellation));
    }

    [Fact]
    public async Task The_other_alerts_of_the_history_are_listed_and_its_pages_go_on()
    {
        foreach (var number in Enumerable.Range(1, 5))
            await _relay.Get<IAlertStore>().Append(Samples.Alert($"alr_{number}"), Cancellation);
        await Damage("alerts", "alert", "id IN ('alr_2', 'alr_5')");

        var first = await _relay.Get<IAlertStore>().List(new AlertQuery { OldestFirst = true, Limit = 2 }, Cancellation);
        var rest = await _relay.Get<IAlertStore>().List(new AlertQuery { OldestFirst = true, Limit = 9, Cursor = first.Cursor }, Cancellation);

        Assert.Equal(["alr_1", "alr_3", "alr_4"], first.Alerts.Concat(rest.Alerts).Select(alert => alert.Id));
    }

    [Fact]
    public async Task The_other_subscriptions_are_listed_and_found_and_the_pages_go_on()
    {
        var store = _relay.Get<ISubscriptionStore>();
        foreach (var number in Enumerable.Range(1, 5))
            await store.Add(Samples.Subscription(number) with { Filter = new Filter() }, Cancellation);
        await Damage("subscriptions", "subscription", $"id IN ('{Samples.Subscription(2).Id}', '{Samples.Subscription(5).Id}')");

        var (listed, found) = (new List<string>(), new List<string>());
        for (SubscriptionPage page = new([], ""); page.Cursor is { } cursor; listed.AddRange(page.Subscriptions.Select(one => one.Id)))
            page = await store.List(null, null, cursor, 2, Cancellation);
        for (SubscriptionPage page = new([], ""); page.Cursor is { } cursor; found.AddRange(page.Subscriptions.Select(one => one.Id)))
            page = await store.Candidates(Samples.Alert("alr_1"), cursor, 2, Cancellation);

        string[] readable = [Samples.Subscription(1).Id, Samples.Subscription(3).Id, Samples.Subscription(4).Id];
        Assert.Equal(readable, listed);
        Assert.Equal(readable, found);
    }

    [Fact]
    public async Task Everything_else_is_encrypted_with_the_current_key()
    {
        var (old, lost, current) = (EncryptionKey.New(), EncryptionKey.New(), EncryptionKey.New());
        var database = _folder.Open();
        await Add(new Keyring(() => [old]), 1);
        await Add(new Keyring(() => [lost]), 2);
        await Add(new Keyring(() => [old]), 3);
        await Damage("subscriptions", "subscription", $"id = '{Samples.Subscription(1).Id}'");

        var ring = new Keyring(() => [current, old]);
        using var store = new SqliteSubscriptionStore(database, ring, TestRows.Unlogged, RenamedChannels.None);
        Assert.Equal(1, await store.ReEncrypt(Cancellation));
        Assert.Equal(2, await new SqliteAuditStore(database, ring, TestRows.Unlogged).ReEncrypt(Cancellation));
        Assert.Equal(0, await store.ReEncrypt(Cancellation));
        // Its key may come back: a fan-out must wait for it.
        await Assert.ThrowsAsync<UnreadableRowException>(() => store.List(null, null, null, 10, Cancellation));

        async Task Add(Keyring keys, int number)
        {
            using var before = new SqliteSubscriptionStore(database, keys, TestRows.Unlogged, RenamedChannels.None);
            await before.Add(Samples.Subscription(number), Cancellation);
            var entry = new AuditEntry($"aud_{number}", Samples.Noon, "acme", Actor.Relay, AuditAction.SubscriptionCreated, "sub", null, null);
            await new SqliteAuditStore(database, keys, TestRows.Unlogged).Add(entry, Cancellation);
        }
    }

    private async Task<IEnumerable<string>> History() =>
        (await _relay.Get<IAlertStore>().List(new AlertQuery(), Cancellation)).Alerts.Select(alert => alert.Id);

    private Task<int> Damage(string table, string column, string where) =>
        _folder.Open().Write(connection => connection.Execute($"UPDATE {table} SET {column} = '{{\"half' WHERE {where}"), Cancellation);
}
