using AlertRelay.Alerts;
using AlertRelay.Detection;

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
        IReadOnlyList<DocumentOutcome> outcomes, PollAnalysis analysis, ChannelState state, IReadOnlyList<Alert> alerts, IReadOnlyList<Alert> events)
    {
        var read = outcomes.OfType<DocumentOutcome.Read>().ToList();
        return new PollReport(read.Count > 0 || analysis.PagesRead > 0 ? PollOutcome.Read : state.Failures > 0 ? PollOutcome.Failed : PollOutcome.Unchanged)
        {
            Alerts = alerts,
            HealthEvents = events,
            Decided = analysis.Findings.States,
            Listed = read.Sum(document => document.Reading.Entries.Count),
            PagesRead = analysis.PagesRead,
            Error = state.LastError,
            Remarks = analysis.Findings.Remarks,
            MoreAt = analysis.PagesAt,
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
