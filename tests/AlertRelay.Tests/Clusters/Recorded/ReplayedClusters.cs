using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Clusters;
using AlertRelay.Commands.Replay;
using AlertRelay.Composition;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Hosting;
using AlertRelay.Maintenance;
using AlertRelay.Polling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Clusters.Recorded;

/// <summary>Tapes and alerts that go the real way: fetched, parsed, compared, stored, published and followed.</summary>
internal static class ReplayedClusters
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The alerts of a tape, with its clusters where <paramref name="options"/> are given.</summary>
    public static async Task<IReadOnlyList<Alert>> Play(Tape tape, ChannelCatalog? catalog = null, ClusterOptions? options = null)
    {
        using var folder = new TempDirectory();
        await using var parts = Parts(folder);
        catalog ??= parts.GetRequiredService<ChannelCatalog>();
        using var run = new TapeRun(
            tape, catalog, parts.GetRequiredService<IChannelStore>(), parts.GetRequiredService<IEvidenceStore>(), parts.GetRequiredService<Outbox>());
        var follower = Follower(parts, catalog, run.Clock, options ?? new ClusterOptions());
        var alerts = new List<Alert>();
        await foreach (var (_, _, report) in run.Play(Cancellation))
        {
            alerts.AddRange(report.Alerts);
            if (options is not null)
                alerts.AddRange(await follower.Follow(Cancellation));
        }

        return alerts;
    }

    /// <summary>The clusters of alerts that are published one after the other, each at its time.</summary>
    public static async Task<IReadOnlyList<Alert>> Follow(IReadOnlyList<Alert> alerts, ClusterOptions options)
    {
        using var folder = new TempDirectory();
        await using var parts = Parts(folder);
        var clock = new TapeClock(alerts[0].DetectedAt);
        var follower = Follower(parts, parts.GetRequiredService<ChannelCatalog>(), clock, options);
        var found = new List<Alert>();
        foreach (var alert in alerts)
        {
            clock.MoveTo(alert.DetectedAt);
            await parts.GetRequiredService<AlertPublisher>().Publish(alert, Cancellation);
            found.AddRange(await follower.Follow(Cancellation));
        }

        return found;
    }

    private static ClusterFollower Follower(IServiceProvider parts, ChannelCatalog catalog, TimeProvider clock, ClusterOptions options) =>
        ActivatorUtilities.CreateInstance<ClusterFollower>(parts, catalog, clock, Options.Create(options));

    private static ServiceProvider Parts(TempDirectory folder) =>
        RelayHost.Parts(Settings.Load(new Dictionary<string, string?> { ["Storage:Path"] = folder.Path }));
}
