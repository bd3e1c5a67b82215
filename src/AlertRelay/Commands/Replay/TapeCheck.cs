using AlertRelay.Alerts;

namespace AlertRelay.Commands.Replay;

/// <summary>Compares the alerts of a tape with the expected ones.</summary>
/// <param name="Delays">In polls, of each hit.</param>
public sealed record TapeCheck(
    IReadOnlyList<ExpectedAlert> Hits, IReadOnlyList<ExpectedAlert> MissedAlerts, IReadOnlyList<ReplayedAlert> FalseAlerts, IReadOnlyList<int> Delays)
{
    public bool Passed => MissedAlerts.Count == 0 && FalseAlerts.Count == 0;

    /// <summary>A false lowering or withdrawal.</summary>
    public IEnumerable<ReplayedAlert> FalseAllClears => FalseAlerts.Where(alerts => alerts.Alert.Change is ChangeKind.Lowered or ChangeKind.Withdrawn);

    public static TapeCheck Of(IReadOnlyList<ExpectedAlert> expected, IReadOnlyList<ReplayedAlert> alerts)
    {
        // Expectations by country cover only level changes, not texts.
        var levelsOnly = expected.Any(line => line.Name is not null);
        var open = expected.OrderBy(line => line.Optional).ToList();
        var hits = new List<ExpectedAlert>();
        var delays = new List<int>();
        var falseAlerts = new List<ReplayedAlert>();
        foreach (var alert in alerts.Where(alert => !levelsOnly || alert.Alert.Change is ChangeKind.Raised or ChangeKind.Lowered))
        {
            if (open.Find(line => line.Matches(alert.Alert, alert.Poll)) is not { } matched)
            {
                falseAlerts.Add(alert);
                continue;
            }

            open.Remove(matched);
            hits.Add(matched);
            delays.Add(alert.Poll - matched.Poll);
        }

        return new TapeCheck(hits, [.. open.Where(line => !line.Optional)], falseAlerts, delays);
    }
}

/// <param name="Poll">The tape's last poll at or before the time of the alert.</param>
public sealed record ReplayedAlert(int Poll, Alert Alert);
