using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AlertRelay.Observability;

/// <summary>Section "Telemetry". Its destinations have the standard names of their backends; see <see cref="TelemetryExporters"/>.</summary>
public sealed class TelemetryOptions
{
    [Description("The share of polls that found nothing new whose traces are exported. Those of all others always are.")]
    [Range(0.0, 1.0, ErrorMessage = "Telemetry:UnchangedPolls must be between 0 and 1, as in 0.05.")]
    public double UnchangedPolls { get; set; } = 0.05;

    [Description("How long a call of the Functions host waits for its telemetry to leave. `0s`: not at all.")]
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10", ErrorMessage = "Telemetry:FlushTime must be between 0 and 10 seconds, as in 2s.")]
    public TimeSpan FlushTime { get; set; } = TimeSpan.FromSeconds(2);
}
