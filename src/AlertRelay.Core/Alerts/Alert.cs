using System.Text.Json.Serialization;

namespace AlertRelay.Alerts;

/// <summary>What happened to a notice.</summary>
public enum ChangeKind
{
    Issued,

    /// <summary>A higher severity, or the same severity for more, or a higher step of the publisher's own scale.</summary>
    Raised,
    Lowered,
    Revised,
    Withdrawn,
}

/// <summary>CAP 1.2, section 3.2.1 "msgType".</summary>
public enum MessageType
{
    Alert,
    Update,
    Cancel,
}

/// <summary>What an alert speaks of.</summary>
public enum EventKind
{
    /// <summary>A change of a notice.</summary>
    Alert,

    /// <summary>The channel itself: see <see cref="HealthKind"/>. For those who run the relay.</summary>
    Health,

    /// <summary>That the relay is there and has looked, once a day.</summary>
    Heartbeat,

    /// <summary>A subscription of the same tenant: see <see cref="SubscriptionEventKind"/>.</summary>
    Subscription,
}

public enum Category
{
    Travel,
    Cyber,
    Threat,
    Civil,
    Statement,
    Health,
}

/// <summary>One change of one notice, told once. Its JSON form is version 1 of docs/alert.schema.json.</summary>
public sealed record Alert
{
    /// <summary>Depends on channel, notice and revision only, so that telling twice is recognised as the same.</summary>
    public required string Id { get; init; }

    public required string Channel { get; init; }

    public required string Authority { get; init; }

    /// <summary>The notice's identity within its channel.</summary>
    public required string Key { get; init; }

    /// <summary>1 for what the relay first knew of the notice; each told change adds one.</summary>
    public required int Revision { get; init; }

    public required ChangeKind Change { get; init; }

    /// <summary>
    /// Set when this is an event of the channel's health and not of one of its notices: change is then "issued", or "withdrawn" when it is
    /// over.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HealthKind? Health { get; init; }

    /// <summary>Set when this is the relay's own sign of life, and of no channel.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Heartbeat? Heartbeat { get; init; }

    /// <summary>Set when this is an event of a tenant's subscription, for that tenant only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SubscriptionEvent? Subscription { get; init; }

    [JsonIgnore]
    public EventKind Kind =>
        Health is not null ? EventKind.Health
        : Heartbeat is not null ? EventKind.Heartbeat
        : Subscription is not null ? EventKind.Subscription
        : EventKind.Alert;

    public required MessageType MessageType { get; init; }

    /// <summary>Ids of the earlier alerts of the same notice, newest last.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    public required Category Category { get; init; }

    public required string Title { get; init; }

    /// <summary>One line for people: who did what to whom, and what it was before.</summary>
    public required string Headline { get; init; }

    public string Summary { get; init; } = "";

    /// <summary>The notice's canonical text; plain text, the publisher's words, not to be trusted as markup.</summary>
    public string Text { get; init; } = "";

    public required Level Level { get; init; }

    public Level? PreviousLevel { get; init; }

    /// <summary>Travel notices name the destination, all others the country that speaks.</summary>
    public IReadOnlyList<Area> Areas { get; init; } = [];

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>For publishers that speak several languages at once; empty for most.</summary>
    public IReadOnlyList<Translation> Translations { get; init; } = [];

    /// <summary>The publisher's own time; null where it gives none that can be believed.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    public required DateTimeOffset DetectedAt { get; init; }

    /// <summary>When the publisher says that the notice ends; null where it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Of a withdrawn notice: its publisher says itself that it is over. False where it is only no longer listed, and where nobody knows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithdrawnByPublisher { get; init; }

    public required Uri Link { get; init; }

    public TextDiff Diff { get; init; } = TextDiff.Empty;

    public required Evidence Evidence { get; init; }

    /// <summary>Warnings for the reader, such as "confirmed after a drop of two steps" or "test".</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>The channel's notices are about places, and this one's could not be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PlaceUnknown { get; init; }

    /// <summary>Says the same to people.</summary>
    public const string PlaceUnknownMark = "place unknown";

    // Alerts that were stored before the member was there have the mark alone.
    [JsonIgnore]
    public bool HasUnknownPlace => Areas.Count == 0 && (PlaceUnknown || Marks.Contains(PlaceUnknownMark));

    /// <summary>
    /// Where in its trace the relay found it, as W3C "traceparent". The relay's own business: stored beside the alert, never a part of its
    /// JSON.
    /// </summary>
    [JsonIgnore]
    public string? Trace { get; init; }
}

/// <param name="Removed">Runs of words that are gone, in the order of the text.</param>
/// <param name="Added">Runs of words that are new, in the order of the text.</param>
public sealed record TextDiff(IReadOnlyList<string> Removed, IReadOnlyList<string> Added)
{
    public static readonly TextDiff Empty = new([], []);
}

/// <summary>What the relay read when it saw the change.</summary>
/// <param name="Sha256">Of the body's bytes, lower-case hex.</param>
/// <param name="ETag">As the publisher sent it, quotes included.</param>
/// <param name="LastModified">As the publisher sent it.</param>
public sealed record Evidence(
    Uri Url, DateTimeOffset FetchedAt, string Sha256, [property: JsonPropertyName("etag")] string? ETag = null, string? LastModified = null);
