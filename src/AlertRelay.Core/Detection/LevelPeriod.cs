using AlertRelay.Alerts;

namespace AlertRelay.Detection;

/// <summary>What one notice stated about one country, from one time to another.</summary>
public sealed record LevelPeriod
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>The notice's.</summary>
    public required string Key { get; init; }

    /// <summary>Null while nothing is stated: the notice was withdrawn, or gives no advice, or is about other countries.</summary>
    public Level? Level { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? Until { get; init; }

    public required string Title { get; init; }

    public required Uri Link { get; init; }

    /// <summary>The notice's areas within the country: the country itself, or parts of it by ISO 3166-2.</summary>
    public IReadOnlyList<Area> Areas { get; init; } = [];

    /// <summary>The publisher's latest date for the notice.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The alert of the change that began it; null if it was so when the relay first read it, or changed without an alert.</summary>
    public string? AlertId { get; init; }

    /// <summary>The document in which the level was first read.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>What the publisher shows now, and the relay does not believe yet.</summary>
    public PendingLevel? Pending { get; init; }

    /// <summary>Since when the publisher shows a level that cannot be read; <see cref="Level"/> is the last that could.</summary>
    public DateTimeOffset? UnreadableSince { get; init; }

    /// <summary>Since when the notice's page, which changed by the list, cannot be read.</summary>
    public DateTimeOffset? UnreadSince { get; init; }
}

/// <param name="Level">Null: the notice disappeared.</param>
/// <param name="Reason">A sentence for people.</param>
public sealed record PendingLevel(Level? Level, DateTimeOffset Since, string Reason);

/// <summary>Since when a notice states its level, and what proves it.</summary>
/// <param name="AlertId">As in <see cref="LevelPeriod.AlertId"/>.</param>
public sealed record LevelOrigin(DateTimeOffset Since, string? AlertId, Evidence? Evidence);
