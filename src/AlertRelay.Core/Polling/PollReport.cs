using AlertRelay.Alerts;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>What one poll came to, for logs, people and tests.</summary>
public sealed record PollReport(PollOutcome Outcome)
{
    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>What was told of the channel itself.</summary>
    public IReadOnlyList<Alert> HealthEvents { get; init; } = [];

    /// <summary>The notices about which something was decided, each with its reason.</summary>
    public IReadOnlyList<NoticeState> Decided { get; init; } = [];

    /// <summary>Entries that the read documents list; 0 when nothing was read.</summary>
    public int Listed { get; init; }

    /// <summary>Of an indexed channel.</summary>
    public int PagesRead { get; init; }

    /// <summary>Why a document could not be believed; null when all could.</summary>
    public string? Error { get; init; }

    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>When the channel should be polled again for pages that are still due; null when none is.</summary>
    public DateTimeOffset? MoreAt { get; init; }

    internal static PollReport Of(
        IReadOnlyList<DocumentOutcome> outcomes, PollAnalysis seen, ChannelState state, IReadOnlyList<Alert> alerts, IReadOnlyList<Alert> events)
    {
        var read = outcomes.OfType<DocumentOutcome.Read>().ToList();
        return new PollReport(read.Count > 0 || seen.PagesRead > 0 ? PollOutcome.Read : state.Failures > 0 ? PollOutcome.Failed : PollOutcome.Unchanged)
        {
            Alerts = alerts,
            HealthEvents = events,
            Decided = seen.Findings.States,
            Listed = read.Sum(document => document.Reading.Entries.Count),
            PagesRead = seen.PagesRead,
            Error = state.LastError,
            Remarks = seen.Findings.Remarks,
            MoreAt = seen.PagesAt,
        };
    }
}

public enum PollOutcome
{
    /// <summary>The publisher says, or its bytes show, that nothing has changed.</summary>
    Unchanged,
    Read,

    /// <summary>Nothing was believed, no notice was touched.</summary>
    Failed,

    /// <summary>Another poll of the same channel was faster; this one was discarded.</summary>
    Overtaken,
}
