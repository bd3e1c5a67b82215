using AlertRelay.Alerts;

namespace AlertRelay.Clusters;

/// <summary>What is remembered of the alerts that were followed so far.</summary>
public sealed record ClusterState
{
    /// <summary>Alerts that were detected before the relay first looked for clusters, less the time that a cluster spans, are not followed.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Of the history of alerts, oldest first.</summary>
    public string? Cursor { get; init; }

    /// <summary>Recent raises that are in no cluster.</summary>
    public IReadOnlyList<Raise> Raises { get; init; } = [];

    /// <summary>Levels that were lowered or withdrawn lately: a return to one is no raise.</summary>
    public IReadOnlyList<LoweredLevel> Lowered { get; init; } = [];

    public IReadOnlyList<OpenCluster> Open { get; init; } = [];
}

/// <param name="Notice">The key of the notice within its channel.</param>
/// <param name="Before">The level before it was raised; null for a new notice.</param>
/// <param name="Stands">False while the notice is withdrawn, or at the level before or a lower one.</param>
public sealed record Raise(Area Place, string Notice, Level? Before, bool Stands, ClusterMember Member);

public sealed record LoweredLevel(string Channel, string Notice, Level Level, DateTimeOffset At);

/// <param name="Key">Made from the place and the first member, so that a repetition makes the same ids.</param>
/// <param name="Alerts">The ids of its alerts so far, newest last.</param>
/// <param name="Level">As in its newest alert.</param>
/// <param name="LastRaiseAt">When a government last raised the country.</param>
public sealed record OpenCluster(
    Area Place, string Key, IReadOnlyList<ClusterMember> Members, int Revision, IReadOnlyList<string> Alerts, Level? Level, DateTimeOffset LastRaiseAt);
