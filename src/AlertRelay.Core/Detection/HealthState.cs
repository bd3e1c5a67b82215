using AlertRelay.Alerts;

namespace AlertRelay.Detection;

/// <summary>What is known of a channel's own condition; kept in its row.</summary>
public sealed record HealthState
{
    public static readonly HealthState Good = new();

    /// <summary>What is wrong now.</summary>
    public IReadOnlyList<OngoingProblem> Troubles { get; init; } = [];

    /// <summary>When it showed something new, oldest first; the last few dozen, hours apart. Its rhythm is learned from them.</summary>
    public IReadOnlyList<DateTimeOffset> Activity { get; init; } = [];

    /// <summary>When it last showed again what it had shown before.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>Events told so far: numbers them.</summary>
    public int Events { get; init; }
}

/// <param name="EventId">Of the event that told of it.</param>
/// <param name="SeenAt">When it was last seen to be so.</param>
public sealed record OngoingProblem(HealthKind Kind, DateTimeOffset Since, string Detail, string EventId, DateTimeOffset SeenAt);

/// <summary>What one poll showed of the channel's condition.</summary>
/// <param name="Failures">Failed polls in a row, this one included; 0 when it was good.</param>
/// <param name="Error">Why this one failed.</param>
/// <param name="IsShape">It failed because of what was in the document, not on the way to it.</param>
/// <param name="ClockOff">How far the publisher's clock and the relay's are apart; null when nobody can say.</param>
/// <param name="Took">From the poll's begin to its end.</param>
internal sealed record HealthObservations(
    DateTimeOffset At, int Failures, string? Error, bool IsShape, DetectionResult Findings, int Notices, TimeSpan? ClockOff, TimeSpan Took)
{
    /// <summary>Null when the poll looked at no notices.</summary>
    public ReadingGaps? Gaps { get; init; }

    /// <summary>Entries of the lists that could not be read by themselves.</summary>
    public int EntriesUnreadable { get; init; }

    /// <summary>Why one of them could not; null when that was seen earlier.</summary>
    public string? EntryFault { get; init; }

    /// <summary>That something moved for good to a host that nobody has checked, with its address.</summary>
    public string? Moved { get; init; }

    /// <summary>That the list was held, because most notices had lost their places.</summary>
    public string? PlacesLost { get; init; }
}
