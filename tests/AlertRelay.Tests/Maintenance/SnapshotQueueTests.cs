using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Detection;
using AlertRelay.Maintenance;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Maintenance;

/// <summary>Many requests for the present levels: none keeps the others from their turn.</summary>
public sealed class SnapshotQueueTests : IDisposable
{
    private const string Healthy = "xx-ministry-travel", Damaged = "yy-ministry-travel";

    private readonly RelayInMemory _relay = new();
    private readonly ConcurrentQueue<string> _logged = [];
    private readonly SqliteDatabase _database;

    public SnapshotQueueTests() => _database = SqliteDatabase.InMemory(_relay.Clock);

    public void Dispose()
    {
        _database.Dispose();
        _relay.Dispose();
    }

    [Fact]
    public async Task More_requests_than_a_page_that_wait_for_an_opt_in_block_nobody()
    {
        await Know(Healthy, "IR");
        for (var number = 1; number <= SnapshotSender.PageSize + 1; number++)
            await Request(number, number <= SnapshotSender.PageSize ? SubscriptionStatus.Unverified : SubscriptionStatus.Active);

        await Sender().Run(Cancellation);

        Assert.Equal(SnapshotSender.PageSize, (await Queue.List(1000, null, Cancellation)).Count);
        Assert.NotNull(await SnapshotFor(SnapshotSender.PageSize + 1));
    }

    [Fact]
    public async Task A_run_ends_after_half_a_minute_and_the_next_goes_on_where_it_stopped()
    {
        for (var number = 1; number <= 70; number++)
            await Request(number, number % 2 == 0 ? SubscriptionStatus.Active : SubscriptionStatus.Unverified);
        var sender = Sender(retries: new SlowRetries(_relay.Clock, TimeSpan.FromSeconds(1)));

        await sender.Run(Cancellation);
        Assert.Equal(35 + 5, (await Queue.List(1000, null, Cancellation)).Count);
        await sender.Run(Cancellation);
        Assert.Equal(35, (await Queue.List(1000, null, Cancellation)).Count);
    }

    [Fact]
    public async Task A_subscription_that_takes_half_of_the_lease_goes_on_in_the_next_run()
    {
        await Know(Healthy, "IR", "IQ", "SY", "YE");
        await Request(1, SubscriptionStatus.Active);
        var slow = new SlowAlerts(_relay.Alerts, _relay.Clock, SnapshotSender.LeaseTime / 4);
        var sender = Sender(slow);

        await sender.Run(Cancellation);
        Assert.Equal(3, slow.Appended);
        Assert.Single(await Queue.List(10, null, Cancellation));
        await sender.Run(Cancellation);
        Assert.Equal(4, slow.Appended);
        Assert.Empty(await Queue.List(10, null, Cancellation));
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_are_logged_and_keep_nobody_else_from_the_levels()
    {
        await Know(Damaged, "IQ");
        await Know(Healthy, "IR");
        await _database.Write(
            connection => connection.Execute("UPDATE notices SET state = '{' WHERE channel = $channel", ("$channel", Damaged)), Cancellation);
        await Request(1, SubscriptionStatus.Active);
        await Request(2, SubscriptionStatus.Active);
        _relay.Subscriptions.Damaged = "sub_000001";

        var sender = Sender();
        await sender.Run(Cancellation);
        await sender.Run(Cancellation);

        Assert.NotNull(await SnapshotFor(2));
        Assert.Equal("sub_000001", Assert.Single(await Queue.List(10, null, Cancellation)).SubscriptionId);
        Assert.Single(_logged, line => line.Contains("The present levels for subscription sub_000001 wait", StringComparison.Ordinal));
        Assert.Single(_logged, line => line.Contains($"The present levels of {Damaged} are not sent to subscription sub_000002", StringComparison.Ordinal));

        _relay.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromTicks(1));
        await Sender().Run(Cancellation);
        Assert.Empty(await Queue.List(10, null, Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ChannelCatalog Catalog { get; } = new(
        new[] { Damaged, Healthy }.Select(id => AlertRelay.Tests.Detection.Some.Channel() with { Id = id, Category = Category.Travel }));

    private SqliteSnapshotQueue Queue => new(_database);

    private SqliteChannelStore Store => new(_database, TestRows.Unlogged);

    private SnapshotSender Sender(IAlertStore? alerts = null, IRetryQueue? retries = null) => new(
        Queue, _relay.Subscriptions, Catalog, Store, alerts ?? _relay.Alerts, _relay.Deliveries, retries ?? _relay.Retries, new SqlitePollLease(_database),
        _relay.Clock, new CollectingLogger<SnapshotSender>(_logged));

    private async Task Request(int number, SubscriptionStatus status)
    {
        await _relay.Subscribe(Some.Subscription(new Uri("https://hooks.example.org/"), number) with { Status = status });
        await Queue.Add($"sub_{number:D6}", _relay.Clock.GetUtcNow().AddTicks(number), Cancellation);
    }

    private async Task<Delivery?> SnapshotFor(int number)
    {
        var known = await Store.FindNotice(Healthy, "IR", Cancellation);
        return _relay.Deliveries[Snapshot.Of(Catalog.Find(Healthy)!, known!, null, _relay.Clock.GetUtcNow()).Id, $"sub_{number:D6}"];
    }

    private async Task Know(string channel, params string[] countries) => Assert.True(await Store.Commit(
        Samples.ChannelState(channel, 1) with { LastGoodPollAt = _relay.Clock.GetUtcNow() },
        [
            .. countries.Select(country => new NoticeState
            {
                Key = country,
                Revision = 2,
                LastNotified = Samples.Notice(country, "Text.") with { Areas = [new Area(country, country)], Withdrawn = false },
                LastNotifiedAt = _relay.Clock.GetUtcNow(),
                LastEvidence = Samples.Alert("x").Evidence,
                DecidedAt = _relay.Clock.GetUtcNow(),
            }),
        ],
        [], [], [], Cancellation));

    private sealed class SlowRetries(FakeTimeProvider clock, TimeSpan each) : IRetryQueue
    {
        public Task Schedule(DateTimeOffset due, CancellationToken cancellationToken)
        {
            clock.Advance(each);
            return Task.CompletedTask;
        }
    }

    private sealed class SlowAlerts(IAlertStore alerts, FakeTimeProvider clock, TimeSpan each) : IAlertStore
    {
        public int Appended { get; private set; }

        public Task<bool> Append(Alert alert, CancellationToken cancellationToken)
        {
            Appended++;
            clock.Advance(each);
            return alerts.Append(alert, cancellationToken);
        }

        public Task<Alert?> Find(string id, CancellationToken cancellationToken) => alerts.Find(id, cancellationToken);

        public Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken) => alerts.List(query, cancellationToken);

        public Task<long> Head(CancellationToken cancellationToken) => alerts.Head(cancellationToken);

        public Task<long> Identity(CancellationToken cancellationToken) => alerts.Identity(cancellationToken);

        public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => alerts.Forget(detectedBefore, cancellationToken);
    }
}
