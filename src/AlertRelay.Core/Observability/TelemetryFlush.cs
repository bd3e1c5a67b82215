using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AlertRelay.Observability;

/// <summary>Sends what was gathered now: the Functions host may stop the program as soon as a call is answered.</summary>
public sealed class TelemetryFlush(IServiceProvider services, TelemetryExporters backends, IOptions<TelemetryOptions> options, TimeProvider time)
{
    /// <summary>Returns when all is sent, or when its time is over: a backend that hangs costs no more than that.</summary>
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
            // It goes on behind the answer, as long as the host lets it.
        }
    }
}
