using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>What the relay knows of one notice: what it told, what it holds back, and why.</summary>
public sealed record NoticeState
{
    public required string Key { get; init; }

    /// <summary>What its messages so far were called, newest last: a later one may refer to any of them.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The notice as subscribers know it; null while its page was never read.</summary>
    [JsonPropertyName("told")]
    public Notice? LastNotified { get; init; }

    /// <summary>When it became known as it is in <see cref="LastNotified"/>.</summary>
    [JsonPropertyName("toldAt")]
    public DateTimeOffset? LastNotifiedAt { get; init; }

    /// <summary>Ids of the alerts that told of it, newest last; the last few only.</summary>
    public IReadOnlyList<string> Alerts { get; init; } = [];

    /// <summary>0 while nothing is known; the first reading and each told change add one.</summary>
    public int Revision { get; init; }

    /// <summary>Listed in the channel's first good reading: whatever its page says at first is not news.</summary>
    public bool FromBaseline { get; init; }

    /// <summary>The version of the relay's reading that it was read with; null: before versions were noted.</summary>
    public string? ReadBy { get; init; }

    /// <summary>Fingerprint of all that was last shown, dates included: equal means that there is nothing to decide.</summary>
    [JsonPropertyName("shown")]
    public string ObservedFingerprint { get; init; } = "";

    /// <summary>The latest date of the publisher's that was believed: what is older is an older version.</summary>
    public DateTimeOffset? NewestDate { get; init; }

    /// <summary>The level and the material facts that it has shown before, newest last.</summary>
    public IReadOnlyList<ShownFingerprint> Memory { get; init; } = [];

    [JsonPropertyName("held")]
    public PendingChange? PendingChange { get; init; }

    /// <summary>Since when a complete list lacks it.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>The list that lacked it first.</summary>
    public Evidence? MissingEvidence { get; init; }

    /// <summary>Good looks at the list without it.</summary>
    public int MissingLooks { get; init; }

    /// <summary>Since when a window no longer shows it: what comes later with its title is another notice.</summary>
    public DateTimeOffset? AbsentSince { get; init; }

    /// <summary>The key under which it goes on; null unless the publisher gave it another id.</summary>
    public string? MovedTo { get; init; }

    /// <summary>How often its key has changed.</summary>
    public int Moves { get; init; }

    /// <summary>Looks running at which the whole list came under new ids, with the titles of the look before.</summary>
    public int Reissues { get; init; }

    /// <summary>Told as withdrawn; shown again it is issued anew.</summary>
    public bool Withdrawn { get; init; }

    [JsonPropertyName("lastShownAt")]
    public DateTimeOffset? LastObservedAt { get; init; }

    /// <summary>Of the document that showed it last.</summary>
    public Evidence? LastEvidence { get; init; }

    public PageState? Page { get; init; }

    /// <summary>Why the last look at it ended as it did: "told", "held: ...", "silent: ...".</summary>
    public string Reason { get; init; } = "";

    /// <summary>The same for programs; null in states of version 0.1.</summary>
    public DecisionReason? ReasonCode { get; init; }

    public DateTimeOffset DecidedAt { get; init; }
}

/// <summary>A notice as it was known for a while.</summary>
/// <param name="Until">When another version, or its withdrawal, took its place.</param>
public sealed record NoticeVersion(Notice Notice, DateTimeOffset From, DateTimeOffset Until);

/// <param name="Fact">Fingerprint of a level or of a material fact.</param>
/// <param name="LastObservedAt">For forgetting it when it is old.</param>
public sealed record ShownFingerprint(string Fact, [property: JsonPropertyName("lastShownAt")] DateTimeOffset LastObservedAt);

/// <summary>A change that waits for a second look.</summary>
/// <param name="Notice">As last shown.</param>
/// <param name="Evidence">Of the first showing.</param>
/// <param name="NextLookAt">When the channel should be looked at again for it.</param>
public sealed record PendingChange(Notice Notice, Evidence Evidence, string Reason, DateTimeOffset Since,
    [property: JsonPropertyName("looks")] int Observations, [property: JsonPropertyName("lookAt")] DateTimeOffset NextLookAt)
{
    /// <summary>The same as the reason, for programs; null in states of version 0.1.</summary>
    public DecisionReason? ReasonCode { get; init; }
}

/// <summary>How far the page of an indexed notice was read.</summary>
/// <param name="Wanted">The index's newest stamp.</param>
/// <param name="Read">The stamp under which the page was read last; differs from <paramref name="Wanted"/> while the page is due.</param>
/// <param name="Failures">In a row; each one doubles the wait.</param>
/// <param name="ReadAt">When it was last read, or found unchanged.</param>
/// <param name="WholeAt">When its body came last; null in states of version 0.1.</param>
/// <param name="FailingSince">The first of the failures in a row; null without one.</param>
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
    // Two failures within the hour are one fault of the way there.
    private const int SurelyFailing = 3;
    private static readonly TimeSpan LongFailing = TimeSpan.FromHours(1);
    private static readonly TimeSpan FailingForHalfADay = TimeSpan.FromHours(12);

    public bool IsDue => Wanted != Read;

    /// <summary>It failed three times in a row, or twice over an hour. The count begins anew when the index moves the page: then half a day counts.</summary>
    public bool IsFailing(DateTimeOffset at) =>
        Failures >= SurelyFailing
        || (Failures == SurelyFailing - 1 && at - FailingSince >= LongFailing)
        || (Failures > 0 && at - FailingSince >= FailingForHalfADay);
}
