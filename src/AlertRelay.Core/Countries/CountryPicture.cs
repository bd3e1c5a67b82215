using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Detection;

namespace AlertRelay.Countries;

/// <summary>What every government says about one country at one time.</summary>
/// <param name="At">When it was so.</param>
/// <param name="Authorities">One for each channel of travel advice, by the name of the government.</param>
/// <param name="Whole">Compares what is said of the whole country.</param>
/// <param name="Parts">Compares what is said of parts, the most severe of each government. Whole and parts are never merged.</param>
public sealed record CountryPicture(
    Area Country, DateTimeOffset At, IReadOnlyList<AuthorityLevel> Authorities, LevelComparison Whole, LevelComparison Parts, LevelChanges Changes)
{
    public static CountryPicture Of(Area country, DateTimeOffset at, IReadOnlyList<AuthorityLevel> authorities)
    {
        var counted = authorities.Where(level => level.IsCounted).ToList();
        return new CountryPicture(
            country,
            at,
            authorities,
            LevelComparison.Of(counted.Select(level => (level.Government, level.Whole?.Severity ?? Severity.Unknown))),
            LevelComparison.Of(counted.Select(level => (level.Government, level.Part?.Severity ?? Severity.Unknown))),
            LevelChanges.Of(authorities, at));
    }

    /// <summary>How many there are. A government may have several channels.</summary>
    public int Governments => Authorities.DistinctBy(level => level.Government).Count();

    /// <summary>Whether a government whose level is known states this severity or a higher one, for the whole country or a part.</summary>
    public bool Reaches(Severity severity) => Whole.Highest?.Severity >= severity || Parts.Highest?.Severity >= severity;
}

/// <summary>How much the relay knows of what an authority says about a country.</summary>
public enum Knowledge
{
    /// <summary>The level was read, and is as the authority showed it at the last good read.</summary>
    Known,

    /// <summary>The authority's page, list or level could not be read, or only its latest notices are seen. Not safe, and not counted.</summary>
    Unknown,

    /// <summary>The authority shows a change that waits for confirmation. The level is that of before.</summary>
    Held,

    /// <summary>The channel, or the page, was not read for three of the channel's intervals. The level is the last that was read, and is not counted.</summary>
    Stale,

    /// <summary>All of the authority's list was read, and it says nothing about the country. Not safe, and not counted.</summary>
    NotCovered,
}

/// <summary>What one authority says about one country, in its own words and on CAP's scale.</summary>
public sealed record AuthorityLevel
{
    public required string Channel { get; init; }

    public required string Authority { get; init; }

    /// <summary>A short name: "UK".</summary>
    public required string Government { get; init; }

    /// <summary>ISO 3166-1 alpha-2 of the government; null for an international body.</summary>
    public string? GovernmentCode { get; init; }

    public required Knowledge State { get; init; }

    /// <summary>A sentence; null while the level is known.</summary>
    public string? StateReason { get; init; }

    /// <summary>What is said of the whole country; null if nothing is.</summary>
    public Level? Whole { get; init; }

    /// <summary>The most severe that is said of a part; null if nothing is.</summary>
    public Level? Part { get; init; }

    /// <summary>The parts that the notice names by code; most publishers name them in the text only.</summary>
    public IReadOnlyList<Area> Parts { get; init; } = [];

    /// <summary>The change that waits for confirmation.</summary>
    public PendingLevel? Held { get; init; }

    /// <summary>Since when the relay has known this level.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The publisher's latest date.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>When what is shown here was last confirmed by a good read; null for a past time at which the relay does not know it any more.</summary>
    public DateTimeOffset? LastReadAt { get; init; }

    public Uri? Link { get; init; }

    /// <summary>The id of the alert that brought the level there; null if it was there when the relay began to watch, or changed without an alert.</summary>
    public string? Alert { get; init; }

    /// <summary>The document in which the level was first read.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>Unknown, stale and not covered are no statements, so they are never compared.</summary>
    [JsonIgnore]
    public bool IsCounted => State is Knowledge.Known or Knowledge.Held;
}
