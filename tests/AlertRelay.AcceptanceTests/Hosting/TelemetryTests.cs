using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AlertRelay.AcceptanceTests.Hosting;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_have_left_when_a_call_is_answered()
    {
        var received = new ConcurrentQueue<string>();
        await using var collector = await Collector(received);
        await using var trial = await HostedTrial.Start(
            [("Iran", 3)], null, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        var result = await trial.Host.CallTimer("PollChannels");

        Assert.True(result.Succeeded, result.Failure);
        Assert.Contains("/v1/traces", received);
        Assert.Contains("/v1/metrics", received);
    }

    private static async Task<WebApplication> Collector(ConcurrentQueue<string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/{**path}", async request =>
        {
            await request.Request.Body.CopyToAsync(Stream.Null);
            received.Enqueue(request.Request.Path);
        });
        await app.StartAsync();
        return app;
    }
}
