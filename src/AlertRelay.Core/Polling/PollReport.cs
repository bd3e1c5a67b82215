using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Observability;

namespace AlertRelay.Polling;

/// <summary>The result of one poll, for logs, commands and tests.</summary>
public sealed record PollReport(PollOutcome Outcome)
{
    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>The channel health events.</summary>
    public IReadOnlyList<Alert> HealthEvents { get; init; } = [];

    /// <summary>The notices with a new decision, each with its reason.</summary>
    public IReadOnlyList<NoticeState> Decided { get; init; } = [];

    /// <summary>The number of entries in the documents that were read.</summary>
    public int Listed { get; init; }

    /// <summary>For an indexed channel.</summary>
    public int PagesRead { get; init; }

    /// <summary>Why a document failed; null if none did.</summary>
    public string? Error { get; init; }

    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>When the next page is due; null if none is.</summary>
    public DateTimeOffset? MoreAt { get; init; }

    /// <summary>By the schedule of the channel; null if the poll was discarded.</summary>
    public DateTimeOffset? NextPollAt { get; init; }

    internal static PollReport Of(
        IReadOnlyList<DocumentOutcome> outcomes, DetectionResult findings, ChannelState state, IReadOnlyList<Alert> alerts, IReadOnlyList<Alert> events)
    {
        var read = outcomes.OfType<DocumentOutcome.Read>().ToList();
        return new PollReport(read.Count > 0 || findings.PagesRead > 0 ? PollOutcome.Read : state.Failures > 0 ? PollOutcome.Failed : PollOutcome.Unchanged)
        {
            Alerts = alerts,
            HealthEvents = events,
            Decided = findings.States,
            Listed = read.Sum(document => document.Reading.Entries.Count),
            PagesRead = findings.PagesRead,
            Error = state.LastError,
            Remarks = findings.Remarks,
            MoreAt = state.PagesAt,
            NextPollAt = state.NextPollAt,
        };
    }
}

public enum PollOutcome
{
    /// <summary>Not modified, or the same bytes as before.</summary>
    Unchanged,
    Read,

    /// <summary>No document was accepted, and no notice changed.</summary>
    Failed,

    /// <summary>Another poll of the same channel was faster, so this one was discarded.</summary>
    Overtaken,
}

/// <summary>What polls leave in the log: a line for each alert, failure and document that was read, and one line an hour for all unchanged polls.</summary>
internal sealed partial class PollLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan SummaryInterval = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _unchangedChannels = [];
    private int _unchangedPolls;
    private long _since = time.GetTimestamp();

    public void Add(Channel channel, PollReport report)
    {
        foreach (var alert in report.Alerts)
            LogAlert(channel.Id, alert.Headline);
        foreach (var remark in report.Remarks)
            LogRemark(channel.Id, remark);
        foreach (var healthEvent in report.HealthEvents)
            LogHealth(channel.Id, healthEvent.Headline);

        if (report.Outcome == PollOutcome.Failed)
            LogFailed(channel.Id, report.Error ?? "no reason", Next(report));
        else if (report.Outcome == PollOutcome.Unchanged)
            CountUnchanged(channel.Id);
        else if (report.Outcome == PollOutcome.Read)
            LogRead(channel.Id, report.Listed, report.PagesRead, report.Alerts.Count, Next(report));
    }

    public void AddBroken(Channel channel, Exception fault) => LogBroken(fault, channel.Id);

    /// <summary>Writes the line of the last hour, when the hour is over and there was an unchanged poll.</summary>
    public void Summarize()
    {
        int polls, channels;
        lock (_lock)
        {
            if (time.GetElapsedTime(_since) < SummaryInterval)
                return;

            (polls, channels, _since) = (_unchangedPolls, _unchangedChannels.Count, time.GetTimestamp());
            _unchangedPolls = 0;
            _unchangedChannels.Clear();
        }

        if (polls > 0)
            LogUnchanged(polls, channels);
    }

    private void CountUnchanged(string channel)
    {
        lock (_lock)
        {
            _unchangedPolls++;
            _unchangedChannels.Add(channel);
        }
    }

    private static string Next(PollReport report) => report.NextPollAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"next poll at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z")
        : "next poll as soon as it is due";

    [LoggerMessage(EventIds.AlertDetected, LogLevel.Information, "{Channel}: {Headline}")]
    private partial void LogAlert(string channel, string headline);

    [LoggerMessage(EventIds.ChannelRemark, LogLevel.Warning, "{Channel}: {Remark}")]
    private partial void LogRemark(string channel, string remark);

    [LoggerMessage(EventIds.ChannelHealth, LogLevel.Warning, "{Channel}: {Health}")]
    private partial void LogHealth(string channel, string health);

    [LoggerMessage(EventIds.ChannelNotRead, LogLevel.Warning, "{Channel}: not read, nothing changed: {Reason}; {Next}")]
    private partial void LogFailed(string channel, string reason, string next);

    [LoggerMessage(EventIds.ChannelUnchanged, LogLevel.Information, "Unchanged polls in the last hour: {Polls} (channels: {Channels})")]
    private partial void LogUnchanged(int polls, int channels);

    [LoggerMessage(EventIds.ChannelRead, LogLevel.Information, "{Channel}: read (entries: {Listed}, pages: {Pages}, alerts: {Alerts}); {Next}")]
    private partial void LogRead(string channel, int listed, int pages, int alerts, string next);

    [LoggerMessage(EventIds.PollBroken, LogLevel.Error, "{Channel}: the poll failed unexpectedly; the next one follows after its interval")]
    private partial void LogBroken(Exception fault, string channel);
}

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
