using AlertRelay.Commands.Replay;

namespace AlertRelay.Benchmarks.Accuracy;

/// <summary>What checks of tapes come to together.</summary>
/// <param name="Due">Changes that a correct relay tells without fail.</param>
/// <param name="Right">Alerts that a correct relay tells, or may tell.</param>
/// <param name="FalseAllClears">Of the false ones: a lower level, or a withdrawal. Somebody may have travelled on it.</param>
/// <param name="Delays">In polls, of each right one; below zero where it came before its truth was certain.</param>
public sealed record Tally(int Due, int Right, int Missed, int False, int FalseAllClears, IReadOnlyList<int> Delays)
{
    public static readonly Tally Nothing = new(0, 0, 0, 0, 0, []);

    public int Told => Right + False;

    /// <summary>1 where nothing was told: then nothing was false.</summary>
    public double Precision => Told == 0 ? 1 : (double)Right / Told;

    public double Recall => Due == 0 ? 1 : (double)(Due - Missed) / Due;

    public int Median => Delays.Count == 0 ? 0 : Delays.Order().ElementAt(Delays.Count / 2);

    public int Longest => Delays.DefaultIfEmpty(0).Max();

    public bool IsPerfect => Missed == 0 && False == 0;

    public static Tally Of(TapeCheck check) => new(
        check.Hits.Count(hit => !hit.Optional) + check.MissedAlerts.Count, check.Hits.Count, check.MissedAlerts.Count, check.FalseAlerts.Count,
        check.FalseAllClears.Count(), check.Delays);

    public Tally And(Tally other) => new(
        Due + other.Due, Right + other.Right, Missed + other.Missed, False + other.False, FalseAllClears + other.FalseAllClears, [.. Delays, .. other.Delays]);
}
