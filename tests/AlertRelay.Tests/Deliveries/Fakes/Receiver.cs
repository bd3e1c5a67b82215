using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Query { get; init; } = "";

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>A real receiver on 127.0.0.1 that keeps what it got and answers as it is told, 204 when it is told nothing.</summary>
internal sealed class Receiver(WebApplication app, Uri address) : IAsyncDisposable
{
    public ConcurrentQueue<Received> Received { get; } = new();

    public IEnumerable<string> Paths => Received.Select(received => received.Path);

    public Func<HttpContext, Task>? Answer { get; set; }

    public static async Task<Receiver> Start(Func<HttpContext, Task>? answer = null, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        Receiver? receiver = null;
        app.Run(context => receiver!.Take(context));
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return receiver = new Receiver(app, new Uri(address)) { Answer = answer };
    }

    public static Func<HttpContext, Task> Saying(int status, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    };

    public Uri At(string path) => new(address, path);

    public async ValueTask DisposeAsync()
    {
        // Hanging answers are not waited for.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Received.Enqueue(new Received(context.Request.Path, headers, body.ToArray()) { Query = context.Request.QueryString.Value ?? "" });
        context.Items["body"] = body.ToArray();
        context.Response.StatusCode = 204;
        if (Answer is not null)
            await Answer(context);
    }
}
