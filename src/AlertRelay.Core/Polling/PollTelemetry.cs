using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Observability;

namespace AlertRelay.Polling;

/// <summary>Traces and metrics of polls.</summary>
internal static class PollTelemetry
{
    /// <summary>The outcome of a poll that threw.</summary>
    public const string Broken = "broken";

    public static void Note(RelaySpan poll, Channel channel, PollReport report)
    {
        var outcome = report.Outcome.ToString().ToLowerInvariant();
        Meters.Polled(channel.Id, outcome);
        poll.Tag(Tags.Outcome, outcome).Tag(Tags.Listed, report.Listed).Tag(Tags.Pages, report.PagesRead).Tag(Tags.Alerts, report.Alerts.Count);
        if (report.Outcome == PollOutcome.Failed)
            poll.Failed(outcome);
        if (report.Listed > 0)
            Meters.Listed(channel.Id, report.Listed);
    }

    /// <summary>Called once for each alert, when it is committed.</summary>
    public static void Note(IReadOnlyList<Alert> committed)
    {
        foreach (var alert in committed)
            Meters.Detected(alert.Channel, alert.Change.ToString().ToLowerInvariant(), alert.DetectedAt - alert.PublishedAt);
    }

    public static void Note(IEnumerable<Channel> enabled, Dictionary<string, ChannelState> states) =>
        Meters.Health([.. enabled.Select(channel => (channel.Id, states.GetValueOrDefault(channel.Id)?.Failures ?? 0))]);
}
