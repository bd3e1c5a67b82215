using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AlertRelay.Observability;

/// <summary>Metrics for /metrics always; both metrics and traces to the <see cref="TelemetryExporters"/> that are set.</summary>
public static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var backends = TelemetryExporters.Of(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(backends).AddSingleton<TelemetryFlush>();
        services.AddOptions<TelemetryOptions>().BindConfiguration("Telemetry").ValidateDataAnnotations()
            .Validate(_ => backends.IsOtlpReadable, TelemetryExporters.WrongOtlp)
            .Validate(_ => backends.IsAzureReadable, TelemetryExporters.WrongAzure)
            .ValidateOnStart();

        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe).WithMetrics(metrics => Export(metrics, backends));
        if (backends.Any)
            telemetry.WithTracing(traces => Export(traces, backends));
        else
            services.AddHostedService<TraceIds>();
        return services;
    }

    /// <summary>Sends the log to the backends too, where the host does not keep it.</summary>
    public static OpenTelemetryBuilder AddTelemetryLogs(this IServiceCollection services, IConfiguration configuration)
    {
        var backends = TelemetryExporters.Of(configuration);
        return services.AddOpenTelemetry().WithLogging(
            logs =>
            {
                if (backends.Otlp is not null)
                    logs.AddOtlpExporter();
                if (backends.AzureMonitor is not null)
                    AzureMonitorExport.To(logs, backends);
            },
            // The formatted message too, not only its template and values.
            options => options.IncludeFormattedMessage = true);
    }

    // What the environment says (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) takes precedence.
    private static void Describe(ResourceBuilder resource) =>
        resource.AddService("alertrelay", serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector();

    private static void Export(MeterProviderBuilder metrics, TelemetryExporters backends)
    {
        metrics.AddMeter(Meters.Name).AddPrometheusExporter(prometheus => prometheus.ScrapeResponseCacheDurationMilliseconds = 0);
        if (backends.Otlp is not null)
            metrics.AddOtlpExporter();
        if (backends.AzureMonitor is not null)
            AzureMonitorExport.To(metrics, backends);
    }

    private static void Export(TracerProviderBuilder traces, TelemetryExporters backends)
    {
        traces.AddSource(Traces.SourceName)
            .AddProcessor(services => new UnchangedPolls(services.GetRequiredService<IOptions<TelemetryOptions>>().Value.UnchangedPolls));
        if (backends.Otlp is not null)
            traces.AddOtlpExporter();
        if (backends.AzureMonitor is not null)
            AzureMonitorExport.To(traces, backends);

        // Last, because Azure's exporter adds its own sampler, which would drop alerts.
        traces.SetSampler(new AlwaysOnSampler());
    }
}
