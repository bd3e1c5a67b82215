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

    /// <summary>Those that were answered with 2xx, in order.</summary>
    public ConcurrentQueue<(string Path, string Id)> Accepted { get; } = new();

    public Func<string, int> Status { get; set; } = _ => StatusCodes.Status204NoContent;

    /// <summary>In place of <see cref="Status"/>, by path and webhook-id.</summary>
    public Func<string, string, int>? StatusOf { get; set; }

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
        if (body.RootElement.TryGetProperty("type", out var type) && type.GetString() == "org.alertrelay.subscription.challenge")
            return Results.Text(body.RootElement.GetProperty("data").GetProperty("challenge").GetString());

        // Google Chat gets the alert's id as "requestId", and answers with the name of the post.
        var isChat = request.Query.TryGetValue("requestId", out var chatId);
        var id = isChat ? chatId.ToString() : request.Headers["webhook-id"].ToString();
        Deliveries.Enqueue((path, id));
        await Before();
        var status = StatusOf?.Invoke(path, id) ?? Status(path);
        if (status < 300)
            Accepted.Enqueue((path, id));

        return isChat && status < 300 ? Results.Json(new { name = "spaces/A/messages/B" }) : Results.StatusCode(status);
    }
}
