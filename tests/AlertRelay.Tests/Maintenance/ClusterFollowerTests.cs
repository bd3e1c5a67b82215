using AlertRelay.Alerts;
using AlertRelay.Clusters;
using AlertRelay.Composition;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Maintenance;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Tests.Storage;
using AlertRelay.Tests.Storage.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static AlertRelay.Tests.Clusters.SomeRaises;

namespace AlertRelay.Tests.Maintenance;

/// <summary>Clusters are published once each, whoever follows the alerts, and wherever one broke off.</summary>
public abstract class ClusterFollowerContract
{
    private readonly FakeTimeProvider _clock = new(Start);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<StorageOptions> Storage();

    [Fact]
    public async Task A_cluster_is_published_once_goes_on_and_ends_by_itself()
    {
        await using var relay = Relay(await Storage());
        Assert.Empty(await Follow(relay));
        await Publish(relay, "gb", "us");
        Assert.Empty(await Follow(relay));
        await Publish(relay, "ca");

        var first = Assert.Single(await Follow(relay));
        Assert.Empty(await Follow(relay));
        await Publish(relay, "de");
        var second = Assert.Single(await Follow(relay));
        _clock.Advance(TimeSpan.FromHours(72));
        var last = Assert.Single(await Follow(relay));
        Assert.Empty(await Follow(relay));

        Assert.Equal([ChangeKind.Issued, ChangeKind.Raised, ChangeKind.Withdrawn], new[] { first, second, last }.Select(alert => alert.Change));
        Assert.Equivalent(new[] { last, second, first }, await Clusters(relay), strict: true);
        Assert.Equal(7, (await relay.GetRequiredService<IWorkQueue>().Take(32, TimeSpan.FromMinutes(1), Cancellation)).Count);
        Assert.Empty(await relay.GetRequiredService<IChannelStore>().Outbox(10, Cancellation));
    }

    [Fact]
    public async Task What_was_raised_long_before_the_relay_first_looked_is_no_news()
    {
        await using var relay = Relay(await Storage());
        await Publish(relay, "gb", "us", "ca");
        _clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        Assert.Empty(await Follow(relay));
    }

    [Fact]
    public async Task What_was_raised_within_the_day_before_the_relay_first_looked_is_news()
    {
        await using var relay = Relay(await Storage());
        await Publish(relay, "gb", "us", "ca");
        _clock.Advance(TimeSpan.FromHours(24));
        Assert.Single(await Follow(relay));
    }

    [Fact]
    public async Task One_that_was_stored_and_not_published_is_published_by_maintenance_with_the_same_id()
    {
        await using var relay = Relay(await Storage());
        await Follow(relay);
        await Publish(relay, "gb", "us", "ca");
        var store = relay.GetRequiredService<IChannelStore>();
        var known = await store.Find(Cluster.ChannelId, Cancellation);
        var news = (await relay.GetRequiredService<IAlertStore>().List(
            new AlertQuery { OldestFirst = true, Cursor = known!.Clusters!.Cursor }, Cancellation));
        var (state, found) = new ClusterRules(Catalog, new ClusterOptions()).Follow(known.Clusters, news.Alerts, _clock.GetUtcNow(), isUpToDate: false);
        Assert.True(await store.Commit(
            known with { Version = known.Version + 1, Clusters = state with { Cursor = news.Cursor } }, [], found, [], Cancellation));

        Assert.Empty(await Follow(relay));
        Assert.Equal(1, await relay.GetRequiredService<Outbox>().PublishRemaining(Cancellation));

        Assert.Equal(found[0].Id, Assert.Single(await Clusters(relay)).Id);
        Assert.Empty(await Follow(relay));
    }

    [Fact]
    public async Task Two_instances_that_follow_at_once_publish_each_cluster_once()
    {
        var storage = await Storage();
        await using var one = Relay(storage);
        await using var other = Relay(storage);
        await Follow(one);
        for (var round = 0; round < 3; round++)
        {
            await Publish(one, "gb", "us", "ca");
            await Task.WhenAll(Task.Run(() => Follow(one), Cancellation), Task.Run(() => Follow(other), Cancellation));
            await Follow(other);
            _clock.Advance(TimeSpan.FromHours(100));
            await Task.WhenAll(Task.Run(() => Follow(one), Cancellation), Task.Run(() => Follow(other), Cancellation));
            await Follow(one);
        }

        Assert.Equal(6, (await Clusters(one)).Count);
    }

    // A lease may end early: clocks differ, and a run may be slow.
    [Fact]
    public async Task One_that_another_instance_overtook_publishes_nothing()
    {
        var storage = await Storage();
        await using var one = Relay(storage);
        await using var other = Relay(storage);
        await Follow(one);
        await Publish(one, "gb", "us", "ca");
        var slow = new SlowHistory(one.GetRequiredService<IAlertStore>(), async () =>
        {
            await one.GetRequiredService<IPollLease>().Release(Cluster.ChannelId, Cancellation);
            Assert.Single(await Follow(other));
        });

        Assert.Empty(await ActivatorUtilities.CreateInstance<ClusterFollower>(one, slow).Follow(Cancellation));

        Assert.Single(await Clusters(one));
        Assert.Equal(4, (await one.GetRequiredService<IWorkQueue>().Take(32, TimeSpan.FromMinutes(1), Cancellation)).Count);
    }

    [Fact]
    public async Task While_another_instance_follows_nothing_is_done()
    {
        await using var relay = Relay(await Storage());
        await Follow(relay);
        await Publish(relay, "gb", "us", "ca");
        var lease = relay.GetRequiredService<IPollLease>();
        Assert.True(await lease.TryTake(Cluster.ChannelId, TimeSpan.FromMinutes(1), Cancellation));
        Assert.Empty(await Follow(relay));

        await lease.Release(Cluster.ChannelId, Cancellation);
        Assert.Single(await Follow(relay));
    }

    [Fact]
    public async Task More_alerts_than_a_page_are_followed_in_one_run()
    {
        await using var relay = Relay(await Storage());
        await Follow(relay);
        var history = relay.GetRequiredService<IAlertStore>();
        for (var number = 0; number < 205; number++)
        {
            var alert = Alert("fr", _clock.GetUtcNow() - Start) with { Id = $"fr_{number}", Areas = [new Area("IR", "Iran")] };
            await history.Append(alert, Cancellation);
        }

        await Publish(relay, "gb", "us", "ca");

        Assert.Single(await Follow(relay));
    }

    private static Task<IReadOnlyList<Alert>> Follow(IServiceProvider relay) => relay.GetRequiredService<ClusterFollower>().Follow(Cancellation);

    private static async Task<IReadOnlyList<Alert>> Clusters(IServiceProvider relay) =>
        (await relay.GetRequiredService<IAlertStore>().List(new AlertQuery { Kind = EventKind.Cluster }, Cancellation)).Alerts;

    private async Task Publish(IServiceProvider relay, params string[] channels)
    {
        foreach (var channel in channels)
            await Publish(relay, Alert(channel, _clock.GetUtcNow() - Start));
    }

    private static Task Publish(IServiceProvider relay, Alert alert) => relay.GetRequiredService<AlertPublisher>().Publish(alert, Cancellation);

    private ServiceProvider Relay(StorageOptions storage)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Kind"] = storage.Kind,
            ["Storage:Path"] = storage.Path,
            ["Storage:ConnectionString"] = storage.ConnectionString,
            ["Storage:Prefix"] = storage.Prefix,
            ["Security:EncryptionKey"] = TestKeys.Text,
        }).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddRelay(configuration).AddSingleton<TimeProvider>(_clock).AddSingleton(Catalog).BuildServiceProvider();
    }
}

/// <summary>A history whose pages take so long that something happens meanwhile.</summary>
internal sealed class SlowHistory(IAlertStore history, Func<Task> meanwhile) : IAlertStore
{
    public Task<bool> Append(Alert alert, CancellationToken cancellationToken) => history.Append(alert, cancellationToken);

    public Task<Alert?> Find(string id, CancellationToken cancellationToken) => history.Find(id, cancellationToken);

    public async Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken)
    {
        var page = await history.List(query, cancellationToken);
        await meanwhile();
        return page;
    }

    public Task<long> Identity(CancellationToken cancellationToken) => history.Identity(cancellationToken);

    public Task<long> Head(CancellationToken cancellationToken) => history.Head(cancellationToken);

    public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => history.Forget(detectedBefore, cancellationToken);
}

public sealed class SqliteClusterFollowerTests : ClusterFollowerContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clusters-");

    public void Dispose() => _folder.Delete(recursive: true);

    protected override Task<StorageOptions> Storage() => Task.FromResult(new StorageOptions { Path = Path.Combine(_folder.FullName, "data") });
}

public sealed class AzureClusterFollowerTests(Azurite azurite) : ClusterFollowerContract
{
    protected override Task<StorageOptions> Storage() => azurite.Account();
}
