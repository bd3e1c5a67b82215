using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AlertRelay.Observability;

/// <summary>Exports pending telemetry now, because the Functions host may stop the process as soon as a call returns.</summary>
public sealed class TelemetryFlush(IServiceProvider services, TelemetryExporters backends, IOptions<TelemetryOptions> options, TimeProvider time)
{
    /// <summary>Returns when everything is exported, or after the timeout.</summary>
    public async Task Run()
    {
        if (!backends.Any || options.Value.FlushTime == TimeSpan.Zero)
            return;

        var milliseconds = (int)options.Value.FlushTime.TotalMilliseconds;
        var traces = Task.Run(() => services.GetService<TracerProvider>()?.ForceFlush(milliseconds));
        var metrics = Task.Run(() => services.GetService<MeterProvider>()?.ForceFlush(milliseconds));
        var logs = Task.Run(() => services.GetService<LoggerProvider>()?.ForceFlush(milliseconds));
        try
        {
            await Task.WhenAll(traces, metrics, logs).WaitAsync(options.Value.FlushTime, time);
        }
        catch (TimeoutException)
        {
            // It continues in the background, as long as the host permits it.
        }
    }
}
