using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Commands.Replay;

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
