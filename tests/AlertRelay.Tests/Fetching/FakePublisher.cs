using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AlertRelay.Fetching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Fetching;

/// <summary>A publisher on the loopback that answers as told, and the fetcher that asks it.</summary>
internal sealed class FakePublisher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new(PublisherHandler.Create(allowPrivateNetworks: true)) { Timeout = Timeout.InfiniteTimeSpan };

    private FakePublisher(WebApplication app)
    {
        _app = app;
        Gate = GateFor(Options);
    }

    public FetchingOptions Options { get; } = new() { HostSpacing = TimeSpan.Zero, MaximumBytes = 100_000 };

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public HostThrottles Gate { get; }

    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    public Uri Root => new(_app.Urls.Single());

    /// <summary>Answers with what the code writes.</summary>
    public static Task<FakePublisher> Start(RequestDelegate answer) => Start((app, self) => app.Run(context =>
    {
        self().Seen.Enqueue(SeenRequest.From(context.Request));
        return answer(context);
    }), listen: null);

    /// <summary>Answers with these bytes, whatever they say of themselves, and closes.</summary>
    public static Task<FakePublisher> StartRaw(string answer) => Start((_, _) => { }, async connection =>
    {
        await connection.Transport.Input.ReadAsync();
        await connection.Transport.Output.WriteAsync(Encoding.Latin1.GetBytes(answer));
    });

    public Task<FetchResult> Fetch(
        string path = "/", CacheValidators? validators = null, string? accept = null, BearerToken? token = null, CancellationToken? cancellation = null) =>
        FetcherOn(_http).Fetch(new FetchRequest(new Uri(Root, path), validators ?? CacheValidators.None, accept, token),
            cancellation ?? TestContext.Current.CancellationToken);

    public Fetcher FetcherOn(HttpClient http) => new(http, Gate, Options, Time);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task<FakePublisher> Start(Action<WebApplication, Func<FakePublisher>> answer, Func<ConnectionContext, Task>? listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Tags beyond ASCII, as some publishers send them.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
            {
                if (listen is not null)
                    endpoint.Run(listen);
            });
        });
        FakePublisher? self = null;
        var app = builder.Build();
        answer(app, () => self!);
        self = new FakePublisher(app);
        await app.StartAsync();
        return self;
    }

    private HostThrottles GateFor(FetchingOptions options) => new(options, Time, () => 0, (wait, _) =>
    {
        Time.Advance(wait);
        return Task.CompletedTask;
    });
}

public sealed record SeenRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);

    public static SeenRequest From(HttpRequest request) => new(
        request.Path + request.QueryString,
        request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
}
