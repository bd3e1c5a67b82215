namespace AlertRelay.Alerts;

/// <summary>What can befall a channel itself, apart from what it says.</summary>
public enum HealthKind
{
    /// <summary>It could not be fetched, or not in full, several times in a row.</summary>
    Failing,

    /// <summary>What it answers is not what it used to publish: another format, or levels that nobody can read.</summary>
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

    /// <summary>What was wrong is over.</summary>
    Recovered,
}
