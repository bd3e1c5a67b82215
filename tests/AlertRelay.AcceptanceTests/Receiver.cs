using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AlertRelay.AcceptanceTests;

/// <summary>Many receivers in one: each path is an organisation's own. What it answers can be changed while it runs.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>The path and the webhook-id of every delivery, in order.</summary>
    public ConcurrentQueue<(string Path, string Id)> Deliveries { get; } = new();

    public Func<string, int> Status { get; set; } = _ => StatusCodes.Status204NoContent;

    /// <summary>Called before the answer is sent.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public Uri Target(string path) => new($"{_app.Urls.First()}/{path}");

    public static async Task<Receiver> Start(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var receiver = new Receiver(builder.Build());
        receiver._app.MapPost("/{path}", receiver.Receive);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> Receive(string path, HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body);
        if (body.RootElement.GetProperty("type").GetString() == "org.alertrelay.subscription.challenge")
            return Results.Text(body.RootElement.GetProperty("data").GetProperty("challenge").GetString());

        Deliveries.Enqueue((path, request.Headers["webhook-id"].ToString()));
        await Before();
        return Results.StatusCode(Status(path));
    }
}
