namespace AlertRelay.Alerts;

/// <summary>Events of a channel's health.</summary>
public enum HealthKind
{
    /// <summary>It could not be fetched, or not in full, several times in a row.</summary>
    Failing,

    /// <summary>What it answers is not what it used to publish: another format, or half of a list.</summary>
    ShapeChanged,

    /// <summary>It answers, but has shown nothing new for longer than it ever did.</summary>
    Silent,

    /// <summary>It alternates between two versions of its notices.</summary>
    TwoVersions,

    /// <summary>So much changed at once that the relay does not believe it, or not yet.</summary>
    MassChange,

    /// <summary>The relay's clock and the publisher's are far apart, or the relay's went back.</summary>
    Clock,

    /// <summary>Reading it takes longer than the time between two readings.</summary>
    Slow,

    /// <summary>Its list works, but pages behind it cannot be read.</summary>
    PagesFailing,

    /// <summary>Some entries of its list cannot be read; the others are.</summary>
    EntriesUnreadable,

    /// <summary>Levels that could be read cannot be read any more.</summary>
    LevelsUnreadable,

    /// <summary>The countries of some of its notices cannot be recognised.</summary>
    PlacesUnreadable,

    /// <summary>It redirects permanently to a host that is not in its channel file.</summary>
    Moved,

    /// <summary>The problem is over.</summary>
    Recovered,
}
