using System.Text.Json.Serialization;
using AlertRelay.Alerts;

namespace AlertRelay.Channels;

/// <summary>What a channel shows of one subject at one moment.</summary>
public sealed record Notice
{
    /// <summary>Identity within the channel, made of what lasts: the publisher's id, a country code; never a title that may be reworded.</summary>
    public required string Key { get; init; }

    /// <summary>Other ids by which later notices may refer to this one; empty if the key suffices.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Names of the earlier ones that it follows up, the first of them before the others.</summary>
    public IReadOnlyList<string> Follows { get; init; } = [];

    public required string Title { get; init; }

    public required Uri Link { get; init; }

    public Level Level { get; init; } = Level.None;

    /// <summary>Only the list was read, and the page may state a more severe level: one that is known from the page stands.</summary>
    public bool LevelIsAtLeast { get; init; }

    public IReadOnlyList<Area> Areas { get; init; } = [];

    public string Language { get; init; } = "en";

    /// <summary>The notice in other languages. Never news by itself.</summary>
    public IReadOnlyList<Translation> Translations { get; init; } = [];

    /// <summary>Canonical text (see <see cref="CanonicalText"/>); null when the page that holds it was not read this time.</summary>
    public string? Text { get; init; }

    public string Summary { get; init; } = "";

    /// <summary>
    /// The facts whose change is news even if the level stays: an element that was never observed makes the notice revised.
    /// Null when not read this time; empty for channels on which only the level is news.
    /// </summary>
    [JsonPropertyName("material")]
    public IReadOnlyList<string>? SignificantFacts { get; init; }

    /// <summary>First publication, where the publisher says it.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The publisher's latest date for this notice; newer and older versions are compared by it.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The publisher's own words about the change.</summary>
    public string? ChangeNote { get; init; }

    /// <summary>The publisher itself marks it as withdrawn, lifted or closed.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>The publisher lists it and gives no advice for it: it is withdrawn, and its page is still read, as advice may appear there.</summary>
    public bool HasNoAdvice { get; init; }

    /// <summary>After this time its absence is expected and quiet.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why it is implausible ("placeholder: summary not available"). Such a notice is held and never sent.</summary>
    [JsonPropertyName("doubt")]
    public string? ImplausibleReason { get; init; }
}
