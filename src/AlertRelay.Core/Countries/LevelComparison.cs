using AlertRelay.Alerts;

namespace AlertRelay.Countries;

/// <summary>The levels of several governments side by side. Nothing is averaged into a score.</summary>
/// <param name="Governments">How many were compared: those whose level is known.</param>
/// <param name="Lowest">Null if there is none.</param>
/// <param name="Differing">Short names of governments whose level is at least two steps of severity from that of every other one.</param>
public sealed record LevelComparison(
    int Governments, SeverityOfGovernments? Lowest, SeverityOfGovernments? Highest, MedianSeverity? Median, IReadOnlyList<string> Differing)
{
    private const int MinDifference = 2, MinOthers = 2;

    /// <param name="levels">Of a government that has several the most severe counts.</param>
    public static LevelComparison Of(IEnumerable<(string Government, Severity Severity)> levels)
    {
        var byGovernment = levels.Where(level => level.Severity != Severity.Unknown)
            .GroupBy(level => level.Government, (government, all) => (Government: government, Severity: all.Max(level => level.Severity)))
            .OrderBy(level => level.Severity).ThenBy(level => level.Government, StringComparer.Ordinal)
            .ToList();
        if (byGovernment.Count == 0)
            return new LevelComparison(0, null, null, null, []);

        var middle = (byGovernment.Count - 1) / 2;
        return new LevelComparison(
            byGovernment.Count,
            Says(byGovernment[0].Severity),
            Says(byGovernment[^1].Severity),
            new MedianSeverity(byGovernment[middle].Severity, byGovernment[byGovernment.Count / 2].Severity, byGovernment.Count),
            [.. byGovernment.Where(level => Differs(level.Severity, byGovernment)).Select(level => level.Government)]);

        SeverityOfGovernments Says(Severity severity) =>
            new(severity, [.. byGovernment.Where(level => level.Severity == severity).Select(level => level.Government)]);
    }

    private static bool Differs(Severity severity, List<(string Government, Severity Severity)> all) =>
        all.Count > MinOthers && all.Count(other => Math.Abs(other.Severity - severity) >= MinDifference) == all.Count - 1;
}

/// <param name="Governments">Short names.</param>
public sealed record SeverityOfGovernments(Severity Severity, IReadOnlyList<string> Governments);

/// <summary>The middle one. Of an even number of governments the two in the middle may differ: then it lies between them.</summary>
/// <param name="Governments">How many stand behind it.</param>
public sealed record MedianSeverity(Severity From, Severity To, int Governments);

/// <summary>Who changed, and when. Levels that were there when the relay began to watch are no changes.</summary>
/// <param name="First">Of the levels in force, the first of those that began within the last 30 days.</param>
/// <param name="Latest">Of the levels in force, the one that began last.</param>
/// <param name="DaysSinceLatest">Whole days.</param>
public sealed record LevelChanges(LevelChange? First, LevelChange? Latest, int? DaysSinceLatest)
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    public static LevelChanges Of(IReadOnlyList<AuthorityLevel> authorities, DateTimeOffset at)
    {
        var changes = authorities.Where(level => level is { Alert: not null, Since: not null })
            .Select(level => new LevelChange(level.Government, level.Since!.Value, level.Alert!))
            .OrderBy(change => change.At).ThenBy(change => change.Government, StringComparer.Ordinal)
            .ToList();
        return new LevelChanges(
            changes.Find(change => at - change.At <= Window), changes.LastOrDefault(), changes.Count > 0 ? (int)(at - changes[^1].At).TotalDays : null);
    }
}

/// <param name="Government">A short name.</param>
/// <param name="Alert">The id.</param>
public sealed record LevelChange(string Government, DateTimeOffset At, string Alert);
