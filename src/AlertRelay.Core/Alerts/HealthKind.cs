namespace AlertRelay.Alerts;

/// <summary>What can befall a channel itself, apart from what it says.</summary>
public enum HealthKind
{
    /// <summary>It could not be fetched, or not in full, several times in a row.</summary>
    Failing,

    /// <summary>What it answers is not what it used to publish: another format, or half of a list.</summary>
    ShapeChanged,

    /// <summary>It answers, but has shown nothing new for longer than it ever did.</summary>
    Silent,

    /// <summary>It shows now the one, now the other version of its notices.</summary>
    TwoVersions,

    /// <summary>So much changed at once that it is not believed, or not yet.</summary>
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

    /// <summary>Nobody can say which countries some of its notices are about.</summary>
    PlacesUnreadable,

    /// <summary>It redirects for good to a host that its channel file does not list.</summary>
    Moved,

    /// <summary>What was wrong is over.</summary>
    Recovered,
}
