using System.Diagnostics.Metrics;

namespace AlertRelay.Observability;

/// <summary>The metrics as the table in docs/operate/telemetry.md.</summary>
public static class MetricsTable
{
    private const string Head = "| metric | kind, unit | labels | meaning |\n|---|---|---|---|\n";

    public static string Write() => string.Concat([Head, .. Meters.All.Select(Row)]);

    private static string Row(Metric metric) =>
        $"| `{metric.Instrument.Name}` | {Kind(metric.Instrument)} | {metric.Labels} | {metric.Instrument.Description} |\n";

    // A unit in braces only says what is counted.
    private static string Kind(Instrument instrument)
    {
        var type = instrument.GetType().Name.Split('`')[0].ToLowerInvariant();
        return instrument.Unit is { } unit && !unit.StartsWith('{') ? $"{type}, {unit}" : type;
    }
}

/// <summary>A metric of the relay.</summary>
/// <param name="Labels">In Markdown, without the prefix of the relay's own; empty for none.</param>
internal sealed record Metric(Instrument Instrument, string Labels);
