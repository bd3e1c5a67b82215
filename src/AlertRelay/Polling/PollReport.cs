using AlertRelay.Alerts;

namespace AlertRelay.Polling;

/// <summary>What one poll came to, for logs, people and tests.</summary>
/// <param name="Listed">Entries that the read documents list; 0 when nothing was read.</param>
/// <param name="PagesRead">Of an indexed channel.</param>
/// <param name="Error">Why a document could not be believed; null when all could.</param>
/// <param name="MoreAt">When the channel should be polled again for pages that are still due; null when none is.</param>
public sealed record PollReport(
    PollOutcome Outcome, IReadOnlyList<Alert> Alerts, int Listed, int PagesRead, string? Error, IReadOnlyList<string> Remarks, DateTimeOffset? MoreAt);

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
