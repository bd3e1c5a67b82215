using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AlertRelay.Observability;

/// <summary>Apart from <see cref="TelemetryServices"/>, so that a start without Azure Monitor does not load its exporter.</summary>
internal static class AzureMonitorExport
{
    public static void To(MeterProviderBuilder metrics, TelemetryExporters backends) =>
        metrics.AddAzureMonitorMetricExporter(options => Connect(options, backends), Identity(backends));

    public static void To(TracerProviderBuilder traces, TelemetryExporters backends) =>
        traces.AddAzureMonitorTraceExporter(options => Connect(options, backends), Identity(backends));

    public static void To(LoggerProviderBuilder logs, TelemetryExporters backends) =>
        logs.AddAzureMonitorLogExporter(options => Connect(options, backends), Identity(backends));

    // Of the program's own metrics and traces only: the host reports its requests and the machine itself.
    private static void Connect(AzureMonitorExporterOptions options, TelemetryExporters backends)
    {
        options.ConnectionString = backends.AzureMonitor;
        options.TracesPerSecond = null;
        options.SamplingRatio = 1;
        options.EnableLiveMetrics = false;
        options.EnableStandardMetrics = false;
        options.EnablePerformanceCounters = false;
    }

    private static DefaultAzureCredential? Identity(TelemetryExporters backends) => backends.AzureIdentity ? new DefaultAzureCredential() : null;
}
