using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Detection;
using AlertRelay.Maintenance;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlertRelay.Tests.Maintenance;

/// <summary>Whoever subscribes and asks for it gets the present levels first, then changes only.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const string Channel = "xx-ministry-travel";

    // With one call at a time there is a moment between two sends of a batch.
    private readonly RelayInMemory _relay = new(new DeliveryOptions { AllowPrivateNetworks = true, PerHostConcurrency = 1 });
    private readonly SqliteDatabase _database;

    public SnapshotTests() => _database = SqliteDatabase.InMemory(_relay.Clock);

    public void Dispose()
    {
        _database.Dispose();
        _relay.Dispose();
    }

    [Fact]
    public async Task A_webhook_gets_each_present_level_that_matches_once_and_marked()
    {
        await using var receiver = await Receiver.Start();
        await Know(("IR", Severity.Extreme), ("IQ", Severity.Severe), ("FR", Severity.Minor), ("DE", Severity.Unknown));
        await _relay.Subscribe(Some.Subscription(receiver.At("/"), 1) with
        {
            Filter = new Filter { MinimumSeverity = Severity.Severe, Changes = [ChangeKind.Raised] },
        });
        await Queue.Add("sub_000001", _relay.Clock.GetUtcNow(), Cancellation);

        await RunTwice();

        Assert.Equal(["DE", "IQ", "IR"], receiver.Received.Select(Area).Order());
        Assert.All(receiver.Received, received => Assert.Contains("\"snapshot\":true", Body(received), StringComparison.Ordinal));
        Assert.All(receiver.Received, received => Assert.Contains(Snapshot.Mark, Body(received), StringComparison.Ordinal));
        Assert.Empty(await Queue.List(10, null, Cancellation));
    }

    [Fact]
    public async Task A_chat_gets_one_message_for_all_levels()
    {
        await using var receiver = await Receiver.Start(Reply.InOrder(new Reply(200, "ok")));
        await Know(
        [
            .. Enumerable.Range(0, 40)
                .Select(number => ($"X{(char)('A' + (number % 26))}{number / 26}"[..2], Severity.Severe))
                .DistinctBy(level => level.Item1),
        ]);
        await _relay.Subscribe(Some.Subscription(receiver.At("/services/T/B/x"), 1) with { Format = "slack" });
        await Queue.Add("sub_000001", _relay.Clock.GetUtcNow(), Cancellation);

        await RunTwice();

        Assert.Single(receiver.Received);
    }

    [Theory]
    [InlineData(SubscriptionStatus.Unverified, 7 * 24 * 60 - 1, true)]
    [InlineData(SubscriptionStatus.Unverified, 7 * 24 * 60, false)]
    [InlineData(null, 59, true)]
    [InlineData(null, 60, false)]
    public async Task It_waits_until_the_subscription_is_active_but_not_for_ever(SubscriptionStatus? status, int minutes, bool waits)
    {
        await using var receiver = await Receiver.Start();
        await Know(("IR", Severity.Extreme));
        if (status is { } known)
            await _relay.Subscribe(Some.Subscription(receiver.At("/"), 1) with { Status = known });
        await Queue.Add("sub_000001", _relay.Clock.GetUtcNow(), Cancellation);

        _relay.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await RunTwice();

        Assert.Empty(receiver.Received);
        Assert.Equal(waits ? 1 : 0, (await Queue.List(10, null, Cancellation)).Count);
    }

    [Fact]
    public async Task A_snapshot_is_not_sent_after_a_newer_alert_of_the_notice()
    {
        await using var receiver = await Receiver.Start();
        await Know(("IR", Severity.Extreme));
        await _relay.Subscribe(Some.Subscription(receiver.At("/"), 1));
        await Queue.Add("sub_000001", _relay.Clock.GetUtcNow(), Cancellation);
        await Sender().Run(Cancellation);

        var newer = Some.Alert(AlertId.Of(Channel, "IR", 3)) with { Channel = Channel, Key = "IR", Revision = 3, DetectedAt = _relay.Clock.GetUtcNow() };
        await _relay.SendEverything(newer);
        await _relay.Worker.RunOnce(Cancellation);

        Assert.Equal([newer.Id], receiver.Received.Select(received => received.Header("webhook-id")));
        var known = await Store.FindNotice(Channel, "IR", Cancellation);
        var delivery = _relay.Deliveries[Snapshot.Of(Catalog.All[0], known!, null, _relay.Clock.GetUtcNow()).Id, "sub_000001"]!;
        Assert.Equal((DeliveryStatus.Superseded, newer.Id), (delivery.Status, delivery.SupersededBy));
    }

    [Theory]
    [InlineData("webhook")]
    [InlineData("slack")]
    public async Task A_snapshot_is_looked_at_again_when_a_newer_alert_is_published_while_its_batch_is_sent(string format)
    {
        var newer = Some.Alert(AlertId.Of(Channel, "IR", 3)) with { Channel = Channel, Key = "IR", Revision = 3, DetectedAt = _relay.Clock.GetUtcNow() };
        var answer = Reply.InOrder(new Reply(200, "ok"));
        await using var receiver = await Receiver.Start(async context =>
        {
            await _relay.Alerts.Append(newer, Cancellation);
            await answer(context);
        });
        await Know([("IR", Severity.Extreme), .. format == "slack" ? [("IQ", Severity.Severe)] : Array.Empty<(string, Severity)>()]);
        foreach (var number in (int[])[1, 2])
        {
            await _relay.Subscribe(Some.Subscription(receiver.At($"/services/T/B/{number}"), number) with { Format = format });
            await Queue.Add($"sub_{number:D6}", _relay.Clock.GetUtcNow(), Cancellation);
        }

        await Sender().Run(Cancellation);
        await _relay.Worker.RunOnce(Cancellation);
        Assert.Single(receiver.Received);

        _relay.Clock.Advance(TimeSpan.FromSeconds(2));
        await _relay.SendEverything(newer);
        _relay.Clock.Advance(TimeSpan.FromSeconds(2));
        await _relay.Worker.RunOnce(Cancellation);
        var snapshot = Snapshot.Of(Catalog.All[0], (await Store.FindNotice(Channel, "IR", Cancellation))!, null, _relay.Clock.GetUtcNow());
        var deliveries = (await _relay.Deliveries.OfAlert(snapshot.Id, ["sub_000001", "sub_000002"], Cancellation)).Values;
        Assert.Equal([DeliveryStatus.Delivered, DeliveryStatus.Superseded], deliveries.Select(delivery => delivery.Status).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_snapshot_of_a_notice_that_changed_more_often_than_is_looked_at_does_not_wait_for_ever(bool isRequested)
    {
        await using var receiver = await Receiver.Start();
        await Know(("IR", Severity.Extreme));
        await _relay.Subscribe(Some.Subscription(receiver.At("/"), 1));
        await Queue.Add("sub_000001", _relay.Clock.GetUtcNow(), Cancellation);
        await Sender().Run(Cancellation);
        var snapshot = Snapshot.Of(Catalog.All[0], (await Store.FindNotice(Channel, "IR", Cancellation))!, null, _relay.Clock.GetUtcNow()).Id;
        for (var revision = 3; revision <= 25; revision++)
        {
            var newer = Some.Alert(AlertId.Of(Channel, "IR", revision)) with { Channel = Channel, Key = "IR", Revision = revision };
            await _relay.Alerts.Append(newer, Cancellation);
        }

        _relay.Clock.Advance(TimeSpan.FromMinutes(10));
        if (isRequested)
            await _relay.Deliveries.Save(_relay.Deliveries[snapshot, "sub_000001"]!.Requested(_relay.Clock.GetUtcNow()), Cancellation);

        await _relay.Worker.RunOnce(Cancellation);

        var delivery = _relay.Deliveries[snapshot, "sub_000001"]!;
        Assert.Equal(
            isRequested ? (DeliveryStatus.Delivered, null) : (DeliveryStatus.Superseded, AlertId.Of(Channel, "IR", 22)),
            (delivery.Status, delivery.SupersededBy));
    }

    [Fact]
    public async Task A_snapshot_that_must_wait_for_its_receiver_is_not_looked_at_again()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(503, "60"));
        await Know(("IR", Severity.Extreme));
        await _relay.Subscribe(Some.Subscription(receiver.At("/"), 1));
        await _relay.SendEverything(Some.Alert("alr_other"));
        await Queue.Add("sub_000001", _relay.Clock.GetUtcNow(), Cancellation);
        await Sender().Run(Cancellation);
        var before = _relay.Alerts.Reads;

        await _relay.Worker.RunOnce(Cancellation);

        Assert.Single(receiver.Received);
        // The alert itself, and that there is no newer one.
        Assert.Equal(2, _relay.Alerts.Reads - before);
    }

    [Fact]
    public async Task What_cannot_be_read_waits_or_was_not_read_for_long_says_so()
    {
        await using var receiver = await Receiver.Start();
        await Know(("IR", Severity.Minor));
        var lost = Notice("IQ", Severity.Minor) with { LevelUnreadableSince = _relay.Clock.GetUtcNow(), UnreadableLevel = "zz" };
        var waiting = Notice("SY", Severity.Severe) with { MissingSince = _relay.Clock.GetUtcNow() };
        await Store.Commit(State(2), [lost, waiting], [], [], [], Cancellation);
        var read = _relay.Clock.GetUtcNow();
        _relay.Clock.Advance(PollGap.MaxAge(Catalog.All[0]) + TimeSpan.FromTicks(1));
        await _relay.Subscribe(Some.Subscription(receiver.At("/"), 1));
        await Queue.Add("sub_000001", _relay.Clock.GetUtcNow(), Cancellation);

        await RunTwice();

        var alerts = receiver.Received.ToDictionary(received => Area(received)!, received => JsonNode.Parse(received.Body)!["data"]!);
        Assert.Equal(("Unknown", "zz"), (alerts["IQ"]["level"]!["severity"]!.GetValue<string>(), alerts["IQ"]["level"]!["native"]!.GetValue<string>()));
        Assert.Equal([Snapshot.Mark, FormattableString.Invariant($"not read since {read.UtcDateTime:yyyy-MM-dd HH:mm} UTC")], Marks(alerts["IR"]));
        Assert.Contains(Snapshot.HeldMark, Marks(alerts["SY"]));
        Assert.Contains("the level cannot be read; the last that could was Minor (Level)", Marks(alerts["IQ"]));
    }

    private static IEnumerable<string> Marks(JsonNode alert) => alert["marks"]!.AsArray().Select(mark => mark!.GetValue<string>());

    [Fact]
    public async Task What_is_withdrawn_or_gives_no_advice_is_not_in_force()
    {
        await using var receiver = await Receiver.Start();
        await Know(("IR", Severity.Extreme));
        await Store.Commit(
            State(2), [Notice("IR", Severity.Extreme) with { Withdrawn = true }], [], [], [], Cancellation);
        await _relay.Subscribe(Some.Subscription(receiver.At("/"), 1));
        await Queue.Add("sub_000001", _relay.Clock.GetUtcNow(), Cancellation);

        await RunTwice();

        Assert.Empty(receiver.Received);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ChannelCatalog Catalog { get; } =
        new([AlertRelay.Tests.Detection.Some.Channel() with { Id = Channel, Category = Category.Travel }]);

    private SqliteSnapshotQueue Queue => new(_database);

    private SqliteChannelStore Store => new(_database, TestRows.Unlogged);

    private ChannelState State(int version) => Samples.ChannelState(Channel, version) with { LastGoodPollAt = _relay.Clock.GetUtcNow() };

    private async Task RunTwice()
    {
        for (var run = 0; run < 2; run++)
        {
            await Sender().Run(Cancellation);
            while (await _relay.Worker.RunOnce(Cancellation) > 0) { }
        }
    }

    private SnapshotSender Sender() => new(
        Queue, _relay.Subscriptions, Catalog, Store, _relay.Alerts, _relay.Deliveries, _relay.Retries, new SqlitePollLease(_database), _relay.Clock,
        NullLogger<SnapshotSender>.Instance);

    private async Task Know(params (string Country, Severity Severity)[] levels) => Assert.True(await Store.Commit(
        State(1), [.. levels.Select(level => Notice(level.Country, level.Severity))], [], [], [], Cancellation));

    private NoticeState Notice(string country, Severity severity) => new()
    {
        Key = country,
        Revision = 2,
        LastNotified = Samples.Notice(country, "Text.") with
        {
            Level = new Level(country, severity == Severity.Unknown ? null : "Level", severity),
            Areas = [new Area(country, country)],
            Withdrawn = false,
        },
        LastNotifiedAt = _relay.Clock.GetUtcNow(),
        LastEvidence = Samples.Alert("x").Evidence,
        DecidedAt = _relay.Clock.GetUtcNow(),
    };

    private static string? Area(Received received) =>
        JsonNode.Parse(received.Body)!["data"]!["areas"]![0]!["code"]!.GetValue<string>();

    private static string Body(Received received) => System.Text.Encoding.UTF8.GetString(received.Body);
}
