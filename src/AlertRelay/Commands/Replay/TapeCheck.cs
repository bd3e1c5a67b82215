using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

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

/// <summary>One line of a tape's expect.jsonl.</summary>
public sealed record ExpectedAlert
{
    /// <summary>Counted from 0.</summary>
    public required int Poll { get; init; }

    public required string Channel { get; init; }

    /// <summary>A kind of change, or a list of which any one will do.</summary>
    public required JsonElement Change { get; init; }

    public string? Area { get; init; }

    public string? Key { get; init; }

    /// <summary>A country's name in place of its code: long histories check only level changes, which may be early too.</summary>
    public string? Name { get; init; }

    public string? Severity { get; init; }

    /// <summary>How many polls later it may come.</summary>
    public int Within { get; init; }

    public bool Optional { get; init; }

    public static IReadOnlyList<ExpectedAlert> Load(Tape tape)
    {
        var file = Path.Combine(tape.Folder, "expect.jsonl");
        return File.Exists(file)
            ? [.. File.ReadLines(file).Where(line => line.Trim().Length > 0).Select(line => JsonSerializer.Deserialize(line, TapeSerializer.Expected)!)]
            : throw new TapeException($"{tape.Folder} has no expect.jsonl to check against.");
    }

    public bool Matches(Alert alert, int poll) =>
        alert.Channel == Channel
        && (poll >= Poll || Name is not null)
        && poll <= Poll + Within
        && Kinds.Contains(alert.Change.ToString(), StringComparer.OrdinalIgnoreCase)
        && (Severity is null || Severity == alert.Level.Severity.ToString())
        && (Key is null || Key == alert.Key)
        && (Area is null || alert.Areas.Any(area => area.Code == Area))
        && (Name is null
            || alert.Title.StartsWith(Name, StringComparison.OrdinalIgnoreCase)
            || (CountryNames.Named(Name) is { } named && alert.Areas.Any(area => area.Code == named.Code)));

    public override string ToString() =>
        $"poll {Poll}: {Channel} {string.Join('/', Kinds)} {Name ?? Area ?? Key}{(Severity is null ? "" : $" ({Severity})")}{(Within > 0
            ? $", within {Within}"
            : "")}";

    private IEnumerable<string> Kinds =>
        Change.ValueKind == JsonValueKind.Array ? Change.EnumerateArray().Select(kind => kind.GetString()!) : [Change.GetString()!];
}
