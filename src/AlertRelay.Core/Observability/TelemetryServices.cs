using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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

/// <summary>Where telemetry is sent, by the standard settings of each backend; null if not set.</summary>
/// <param name="Otlp">https://opentelemetry.io/docs/specs/otel/protocol/exporter/</param>
/// <param name="AzureMonitor">A connection string: not to be shown.</param>
/// <param name="AzureIdentity">Azure Monitor takes it from the program's own identity only.</param>
public sealed record TelemetryExporters(string? Otlp, string? AzureMonitor, bool AzureIdentity)
{
    public const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT", AzureSetting = "APPLICATIONINSIGHTS_CONNECTION_STRING", IdentitySetting =
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    public const string WrongOtlp = $"{OtlpSetting} must be an address such as http://localhost:4317.";
    public const string WrongAzure = $"{AzureSetting} cannot be read: copy the whole of it from the overview of the Application Insights resource.";

    public bool Any => Otlp is not null || AzureMonitor is not null;

    public bool IsOtlpReadable => Otlp is null || (Uri.TryCreate(Otlp, UriKind.Absolute, out var address) && address.Scheme is "http" or "https");

    public bool IsAzureReadable =>
        AzureMonitor is null || AzureMonitor.Split(';').Any(part => part.StartsWith("InstrumentationKey=", StringComparison.OrdinalIgnoreCase));

    public static TelemetryExporters Of(IConfiguration configuration) => new(
        Set(configuration[OtlpSetting]),
        Set(configuration[AzureSetting]),
        configuration[IdentitySetting]?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true);

    private static string? Set(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}

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
