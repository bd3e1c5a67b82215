using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>What the relay knows about one notice: the last version sent, the pending change, and the reasons.</summary>
public sealed record NoticeState
{
    public required string Key { get; init; }

    /// <summary>The names of its messages so far, newest last. A later message may refer to any of them.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The notice as it was last sent or recorded; null until its page is read.</summary>
    [JsonPropertyName("told")]
    public Notice? LastNotified { get; init; }

    /// <summary>Since when <see cref="LastNotified"/> is the known version.</summary>
    [JsonPropertyName("toldAt")]
    public DateTimeOffset? LastNotifiedAt { get; init; }

    /// <summary>Since when the publisher states a level that cannot be read, in place of the known one; null if it can be read.</summary>
    public DateTimeOffset? LevelUnreadableSince { get; init; }

    /// <summary>What the publisher states instead, as it states it.</summary>
    public string? UnreadableLevel { get; init; }

    /// <summary>Since when it states its level; null in states of before, and where nothing is known.</summary>
    public LevelOrigin? LevelOrigin { get; init; }

    /// <summary>Ids of its last few alerts, newest last.</summary>
    public IReadOnlyList<string> Alerts { get; init; } = [];

    /// <summary>0 while nothing is known. The first reading and each sent change add one.</summary>
    public int Revision { get; init; }

    /// <summary>Listed in the channel's first successful poll, so the first reading of its page is no news.</summary>
    public bool FromBaseline { get; init; }

    /// <summary>The version of the relay's parsing; null in states from before versions were stored.</summary>
    public string? ReadBy { get; init; }

    /// <summary>Fingerprint of everything that was last observed, with dates. If it is equal, there is nothing to decide.</summary>
    [JsonPropertyName("shown")]
    public string ObservedFingerprint { get; init; } = "";

    /// <summary>The latest plausible date of the publisher. A version with an older date is an older version.</summary>
    public DateTimeOffset? NewestDate { get; init; }

    /// <summary>The levels and significant facts that were observed before, newest last.</summary>
    public IReadOnlyList<PastFingerprint> Memory { get; init; } = [];

    [JsonPropertyName("held")]
    public PendingChange? PendingChange { get; init; }

    /// <summary>Since when it is missing from a complete list.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>The first list without it.</summary>
    public Evidence? MissingEvidence { get; init; }

    /// <summary>The number of successful polls without it.</summary>
    [JsonPropertyName("missingLooks")]
    public int MissingObservations { get; init; }

    /// <summary>Since when it is out of the window. A later item with its title is another notice.</summary>
    public DateTimeOffset? AbsentSince { get; init; }

    /// <summary>Its new key; null unless the publisher changed its id.</summary>
    public string? MovedTo { get; init; }

    /// <summary>How often its key has changed.</summary>
    public int Moves { get; init; }

    /// <summary>The number of consecutive polls in which the whole list had new ids and its old titles.</summary>
    public int Reissues { get; init; }

    /// <summary>Sent as withdrawn. If it comes back, it is issued again.</summary>
    public bool Withdrawn { get; init; }

    [JsonPropertyName("lastShownAt")]
    public DateTimeOffset? LastObservedAt { get; init; }

    /// <summary>The last document that contained it.</summary>
    public Evidence? LastEvidence { get; init; }

    public PageState? Page { get; init; }

    /// <summary>The reason for the latest decision: "sent: …", "held: …", "not sent: …".</summary>
    public string Reason { get; init; } = "";

    /// <summary>The same as a code; null in states of version 0.1.</summary>
    public DecisionReason? ReasonCode { get; init; }

    public DateTimeOffset DecidedAt { get; init; }

    /// <summary>What the publisher shows, or no longer shows, waits for confirmation by a later poll.</summary>
    internal bool IsHeld => PendingChange is not null || (MissingSince is not null && !Withdrawn);
}

/// <summary>A past version of a notice.</summary>
/// <param name="Until">When another version, or the withdrawal, replaced it.</param>
public sealed record NoticeVersion(Notice Notice, DateTimeOffset From, DateTimeOffset Until);

/// <param name="Fact">The fingerprint of a level or of a significant fact.</param>
/// <param name="LastObservedAt">Old fingerprints are removed.</param>
public sealed record PastFingerprint(string Fact, [property: JsonPropertyName("lastShownAt")] DateTimeOffset LastObservedAt);

/// <summary>A change that waits for confirmation by a second poll.</summary>
/// <param name="Notice">As last observed.</param>
/// <param name="Evidence">Of the first observation.</param>
/// <param name="NextObservationAt">When the channel should be polled again because of it.</param>
public sealed record PendingChange(Notice Notice, Evidence Evidence, string Reason, DateTimeOffset Since,
    [property: JsonPropertyName("looks")] int Observations, [property: JsonPropertyName("lookAt")] DateTimeOffset NextObservationAt)
{
    /// <summary>The reason as a code; null in states of version 0.1.</summary>
    public DecisionReason? ReasonCode { get; init; }
}

/// <summary>The state of an indexed notice's page.</summary>
/// <param name="Wanted">The latest stamp in the index.</param>
/// <param name="Read">The stamp at the last reading. It differs from <paramref name="Wanted"/> while the page is due.</param>
/// <param name="Failures">Consecutive failures. Each doubles the wait.</param>
/// <param name="ReadAt">When it was last read or unchanged.</param>
/// <param name="WholeAt">When its body was last received; null in states of version 0.1.</param>
/// <param name="FailingSince">The first of the consecutive failures; null without one.</param>
public sealed record PageState(
    Uri Url,
    string Wanted,
    string? Read,
    string? ETag,
    string? LastModified,
    string? Sha256,
    int Failures = 0,
    DateTimeOffset? NotBefore = null,
    DateTimeOffset? ReadAt = null,
    DateTimeOffset? WholeAt = null,
    DateTimeOffset? FailingSince = null)
{
    // Two failures within an hour may have one transient cause.
    private const int MinFailures = 3;
    private static readonly TimeSpan MinDurationOfTwo = TimeSpan.FromHours(1);
    private static readonly TimeSpan MinDurationOfOne = TimeSpan.FromHours(12);

    public bool IsDue => Wanted != Read;

    /// <summary>
    /// It failed three times in a row, or twice over an hour, or since half a day. The duration matters because a new stamp in the index resets the
    /// count.
    /// </summary>
    public bool IsFailing(DateTimeOffset at) =>
        Failures >= MinFailures
        || (Failures == MinFailures - 1 && at - FailingSince >= MinDurationOfTwo)
        || (Failures > 0 && at - FailingSince >= MinDurationOfOne);
}
