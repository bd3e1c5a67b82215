using AlertRelay.Alerts;

namespace AlertRelay.Detection;

/// <summary>A channel's health, stored in its row.</summary>
public sealed record HealthState
{
    public static readonly HealthState Healthy = new();

    /// <summary>The ongoing problems.</summary>
    public IReadOnlyList<OngoingProblem> Troubles { get; init; } = [];

    /// <summary>The times of the last few dozen changes, oldest first and hours apart. <see cref="ActivityPattern"/> learns from them.</summary>
    public IReadOnlyList<DateTimeOffset> Activity { get; init; } = [];

    /// <summary>When a notice last returned to an earlier version.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>The number of events so far.</summary>
    public int Events { get; init; }
}

/// <param name="EventId">The id of its event.</param>
/// <param name="SeenAt">When it was last observed.</param>
public sealed record OngoingProblem(HealthKind Kind, DateTimeOffset Since, string Detail, string EventId, DateTimeOffset SeenAt);

/// <summary>What one poll observed about the channel's health.</summary>
/// <param name="Failures">Consecutive failed polls, with this one; 0 after a success.</param>
/// <param name="Error">Why this poll failed.</param>
/// <param name="IsShape">It failed because of the document's content, not because of the network.</param>
/// <param name="ClockOff">The difference between the clocks of the publisher and the relay; null if unknown.</param>
/// <param name="Took">The duration of the poll.</param>
internal sealed record HealthObservations(
    DateTimeOffset At, int Failures, string? Error, bool IsShape, DetectionResult Findings, int Notices, TimeSpan? ClockOff, TimeSpan Took)
{
    /// <summary>How far the relay's clock went back since the last poll; null if it did not.</summary>
    public TimeSpan? SetBack { get; init; }

    /// <summary>Null if the poll read no notices.</summary>
    public ReadingGaps? Gaps { get; init; }

    /// <summary>The number of single entries that could not be parsed.</summary>
    public int EntriesUnreadable { get; init; }

    /// <summary>The error of one of them; null if this poll read no list.</summary>
    public string? EntryFault { get; init; }

    /// <summary>The message about a permanent redirect to a host that is not in the channel file; null for none.</summary>
    public string? Moved { get; init; }

    /// <summary>The message about a list that was rejected because most notices have lost their places; null for none.</summary>
    public string? PlacesLost { get; init; }
}
