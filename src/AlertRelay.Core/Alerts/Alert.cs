using System.Security.Cryptography;
using System.Text;
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

/// <summary>The subject of an alert.</summary>
public enum EventKind
{
    /// <summary>A change of a notice.</summary>
    Alert,

    /// <summary>The channel itself: see <see cref="HealthKind"/>. For operators.</summary>
    Health,

    /// <summary>A daily sign that the relay works.</summary>
    Heartbeat,

    /// <summary>A subscription of the same tenant: see <see cref="SubscriptionEventKind"/>.</summary>
    Subscription,

    /// <summary>A level that was there before the subscription. Nobody chooses it: a subscription that asks for a snapshot is sent it.</summary>
    Snapshot,

    /// <summary>Several governments raised the same country: see <see cref="Alerts.Cluster"/>.</summary>
    Cluster,
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

/// <summary>One change of one notice, sent once. Its JSON form is version 1.1 of docs/alert.schema.json.</summary>
public sealed record Alert
{
    /// <summary>Depends only on channel, notice and revision, so that receivers recognise a repeated alert.</summary>
    public required string Id { get; init; }

    public required string Channel { get; init; }

    public required string Authority { get; init; }

    /// <summary>The notice's identity within its channel.</summary>
    public required string Key { get; init; }

    /// <summary>1 for the first version that the relay knew. Each alert adds one.</summary>
    public required int Revision { get; init; }

    public required ChangeKind Change { get; init; }

    /// <summary>
    /// Set for an event of the channel's health. Change is then "issued", or "withdrawn" when it is
    /// over.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HealthKind? Health { get; init; }

    /// <summary>
    /// A level that was there before the subscription: sent to new subscribers who asked for it, and to nobody else. Change is then "issued".
    /// </summary>
    [JsonPropertyName("snapshot"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsSnapshot { get; init; }

    /// <summary>Set for a heartbeat of the relay, which belongs to no channel.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Heartbeat? Heartbeat { get; init; }

    /// <summary>Set for an event of a subscription, which only its tenant is sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SubscriptionEvent? Subscription { get; init; }

    /// <summary>Set when this is a cluster, made by the relay from alerts of several governments.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Cluster? Cluster { get; init; }

    [JsonIgnore]
    public EventKind Kind =>
        Health is not null ? EventKind.Health
        : Heartbeat is not null ? EventKind.Heartbeat
        : Subscription is not null ? EventKind.Subscription
        : IsSnapshot ? EventKind.Snapshot
        : Cluster is not null ? EventKind.Cluster
        : EventKind.Alert;

    public required MessageType MessageType { get; init; }

    /// <summary>Ids of the earlier alerts of the same notice, newest last.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    public required Category Category { get; init; }

    public required string Title { get; init; }

    /// <summary>One line for people: who changed what, and the level before.</summary>
    public required string Headline { get; init; }

    public string Summary { get; init; } = "";

    /// <summary>The notice's canonical text: the publisher's words as plain text, never to be used as markup.</summary>
    public string Text { get; init; } = "";

    public required Level Level { get; init; }

    public Level? PreviousLevel { get; init; }

    /// <summary>Travel notices name the destination, all others the country of the publisher.</summary>
    public IReadOnlyList<Area> Areas { get; init; } = [];

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>For publishers that publish in several languages at once; empty for most.</summary>
    public IReadOnlyList<Translation> Translations { get; init; } = [];

    /// <summary>The publisher's own time; null without a plausible one.</summary>
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

    /// <summary>The channel's notices are about places, and this one's was not recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PlaceUnknown { get; init; }

    /// <summary>The same for people.</summary>
    public const string PlaceUnknownMark = "place unknown";

    // Alerts that are older than this member have only the mark.
    [JsonIgnore]
    public bool HasUnknownPlace => Areas.Count == 0 && (PlaceUnknown || Marks.Contains(PlaceUnknownMark));

    /// <summary>
    /// The span that detected it, as W3C "traceparent". Internal to the relay: stored beside the alert, never a part of its
    /// JSON.
    /// </summary>
    [JsonIgnore]
    public string? Trace { get; init; }

    /// <summary>Anywhere in title, headline or text, without regard to case.</summary>
    public bool Mentions(string word) =>
        Title.Contains(word, StringComparison.OrdinalIgnoreCase)
        || Headline.Contains(word, StringComparison.OrdinalIgnoreCase)
        || Text.Contains(word, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Removed">Runs of words that are gone, in the order of the text.</param>
/// <param name="Added">Runs of words that are new, in the order of the text.</param>
public sealed record TextDiff(IReadOnlyList<string> Removed, IReadOnlyList<string> Added)
{
    public static readonly TextDiff Empty = new([], []);
}

/// <summary>The document in which the relay detected the change.</summary>
/// <param name="Sha256">Of the body's bytes, lower-case hex.</param>
/// <param name="ETag">As the publisher sent it, quotes included.</param>
/// <param name="LastModified">As the publisher sent it.</param>
public sealed record Evidence(
    Uri Url, DateTimeOffset FetchedAt, string Sha256, [property: JsonPropertyName("etag")] string? ETag = null, string? LastModified = null);

/// <param name="Code">ISO 3166-1 alpha-2 ("IR"), or ISO 3166-2 where a part of a country is meant ("GB-NIR").</param>
public sealed record Area(string Code, string Name);

/// <summary>The same notice in another language of its publisher.</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Text">Plain text like the alert's own; empty where only the list was read.</param>
public sealed record Translation(string Language, string Title, string Summary, string Text);

internal static class AlertId
{
    /// <summary>"alr_" and 32 hex digits of a hash of the three values, whatever characters a key contains.</summary>
    public static string Of(string channel, string key, int revision) =>
        "alr_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{channel}\n{key}\n{revision}"))[..16]);
}
