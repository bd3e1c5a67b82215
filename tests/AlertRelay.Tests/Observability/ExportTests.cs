using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AlertRelay.Observability;
using AlertRelay.Tests.Deliveries.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry.Trace;

namespace AlertRelay.Tests.Observability;

public sealed class ExportTests
{
    // Tests run side by side on slow machines.
    private static readonly (string, string) Patient = ("Telemetry:FlushTime", "00:00:10");

    [Fact]
    public async Task Where_a_collector_is_named_it_has_traces_and_metrics_before_a_call_is_answered()
    {
        await using var collector = await Receiver.Start(Receiver.Saying(200));
        await using var services = Services(
            (TelemetryExporters.OtlpSetting, collector.At("/").AbsoluteUri), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), Patient);
        services.GetRequiredService<TracerProvider>();
        services.GetRequiredService<OpenTelemetry.Metrics.MeterProvider>();
        Traces.BeginPoll("xx-export").Dispose();
        Meters.Polled("xx-export", "read");

        await services.GetRequiredService<TelemetryFlush>().Run();

        Assert.Equal(["/v1/metrics", "/v1/traces"], collector.Paths.Distinct().Order());
        Assert.All(collector.Received, sent => Assert.Contains("xx-export", Encoding.UTF8.GetString(sent.Body), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Azure_Monitor_gets_every_alerts_trace_and_nothing_of_the_machine()
    {
        await using var ingestion = await Ingestion();
        await using var services = Services(AzureMonitor(ingestion));
        services.GetRequiredService<TracerProvider>();
        var traces = Enumerable.Range(0, 50).Select(_ => Made()).ToList();

        await services.GetRequiredService<TelemetryFlush>().Run();

        var sent = Sent(ingestion);
        Assert.All(traces, trace => Assert.Contains(trace, sent, StringComparison.Ordinal));
    }

    // The alert rules in infra/modules/alerts.bicep look for these.
    [Fact]
    public async Task Azure_Monitor_gets_a_log_message_with_its_event_id_and_its_values()
    {
        await using var ingestion = await Ingestion();
        await using var services = Services(logs: true, AzureMonitor(ingestion));
        var log = LoggerMessage.Define<string>(LogLevel.Warning, EventIds.ChannelNotRead, "{Channel}: not read, nothing changed");

        log(services.GetRequiredService<ILoggerFactory>().CreateLogger("test"), "xx-export", null);

        await services.GetRequiredService<TelemetryFlush>().Run();

        var message = Assert.Single(Sent(ingestion).Split('\n'), line => line.Contains("xx-export: not read, nothing changed", StringComparison.Ordinal));
        var properties = JsonDocument.Parse(message).RootElement.GetProperty("data").GetProperty("baseData").GetProperty("properties");
        Assert.Equal($"{EventIds.ChannelNotRead}", properties.GetProperty("EventId").GetString());
        Assert.Equal("xx-export", properties.GetProperty("Channel").GetString());
    }

    [Fact]
    public async Task A_collector_that_hangs_holds_up_a_call_for_a_bounded_time()
    {
        using var hang = new CancellationTokenSource();
        await using var collector = await Receiver.Start(_ => Task.Delay(Timeout.Infinite, hang.Token).ContinueWith(_ => { }, TaskScheduler.Default));
        await using var services = Services(
            (TelemetryExporters.OtlpSetting, collector.At("/").AbsoluteUri), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), Patient);
        var time = new FakeTimeProvider();
        var flush = new TelemetryFlush(
            services, TelemetryExporters.Of(services.GetRequiredService<IConfiguration>()), services.GetRequiredService<IOptions<TelemetryOptions>>(), time);
        services.GetRequiredService<TracerProvider>();
        Traces.BeginPoll("xx-export").Dispose();

        var flushing = flush.Run();
        Assert.False(flushing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));

        await flushing;
        await hang.CancelAsync();
    }

    [Fact]
    public async Task Where_nothing_is_named_nothing_is_recorded_and_alerts_have_a_trace_all_the_same()
    {
        await using var services = Services();

        Assert.Null(services.GetService<TracerProvider>());
        await services.GetRequiredService<TelemetryFlush>().Run();
        await services.GetServices<IHostedService>().OfType<TraceIds>().Single().StartAsync(TestContext.Current.CancellationToken);
        using (Traces.BeginPoll("xx-export"))
            Assert.True(ActivityContext.TryParse(Traces.Here, null, out _));
    }

    [Theory]
    [InlineData("Telemetry:UnchangedPolls", "2", "Telemetry:UnchangedPolls must be between 0 and 1, as in 0.05.")]
    [InlineData("Telemetry:FlushTime", "00:01:00", "Telemetry:FlushTime must be between 0 and 10 seconds, as in 2s.")]
    [InlineData(TelemetryExporters.OtlpSetting, "collector:4317", TelemetryExporters.WrongOtlp)]
    [InlineData(TelemetryExporters.AzureSetting, "hush", TelemetryExporters.WrongAzure)]
    public async Task A_wrong_setting_says_what_to_write(string setting, string value, string sentence)
    {
        await using var services = Services((setting, value));

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<TelemetryOptions>>().Value);

        var said = Assert.Single(refused.Failures);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", said, StringComparison.Ordinal);
    }

    private static string Made()
    {
        using var poll = Traces.BeginPoll("xx-export");
        return Traces.TraceId!;
    }

    private static Task<Receiver> Ingestion() => Receiver.Start(async context =>
    {
        context.Response.StatusCode = 200;
        await context.Response.WriteAsync("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""");
    });

    private static (string, string)[] AzureMonitor(Receiver ingestion)
    {
        var endpoint = ingestion.At("/").AbsoluteUri;
        return
        [
            (TelemetryExporters.AzureSetting, $"InstrumentationKey={Guid.NewGuid()};IngestionEndpoint={endpoint};LiveEndpoint={endpoint}"),
            ("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true"),
            Patient,
        ];
    }

    private static string Sent(Receiver ingestion) =>
        string.Concat(ingestion.Received.Where(request => request.Path.EndsWith("/track", StringComparison.Ordinal)).Select(request => Plain(request)));

    private static string Plain(Received request)
    {
        using var body = new MemoryStream(request.Body);
        using Stream plain = request.Header("Content-Encoding") == "gzip" ? new GZipStream(body, CompressionMode.Decompress) : body;
        return new StreamReader(plain).ReadToEnd();
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => Services(logs: false, settings);

    private static ServiceProvider Services(bool logs, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key,
            string? (setting) => setting.Value)).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddTelemetry(configuration);
        if (logs)
            services.AddTelemetryLogs(configuration);
        return services.BuildServiceProvider();
    }
}
