using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Fetching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Some = AlertRelay.Tests.Deliveries.Fakes.Some;

namespace AlertRelay.Tests.Observability;

/// <summary>A channel of one news feed, a receiver of all alerts, and processes of the relay between them.</summary>
internal sealed class Trial : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-");
    private readonly List<WholeRelay> _relays = [];
    private FakePublisher _publisher = null!;

    private Trial() => Channel = $"xx-{Guid.NewGuid():N}"[..16];

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Of this trial alone, so that its measurements can be told from others'.</summary>
    public string Channel { get; }

    public FakeTimeProvider Time { get; } = new(Some.Time);

    public Receiver Receiver { get; private set; } = null!;

    /// <summary>What the feed lists; null: the publisher's server breaks.</summary>
    public IReadOnlyList<string>? Items { get; set; } = ["first"];

    public static async Task<Trial> Start()
    {
        var trial = new Trial { Receiver = await Receiver.Start() };
        trial._publisher = await FakePublisher.Start(trial.Answer);
        await File.WriteAllTextAsync(Path.Combine(trial._folder.FullName, $"{trial.Channel}.json"), $$"""
            {
              "name": "News", "authority": "Ministry of Examples", "shortName": "Examples", "category": "statement", "languages": ["en"],
              "homepage": "https://example.org/", "terms": "None stated", "attribution": "Source: Ministry of Examples",
              "urls": ["{{trial._publisher.Root}}feed.xml"], "parser": "feed"
            }
            """, Cancellation);
        return trial;
    }

    public StorageOptions Sqlite => new() { Path = Path.Combine(_folder.FullName, "data") };

    /// <summary>Another process over the same store.</summary>
    public WholeRelay Relay(StorageOptions storage, params (string Key, string Value)[] settings)
    {
        var relay = new WholeRelay(storage, _folder.FullName, Time, settings);
        _relays.Add(relay);
        return relay;
    }

    /// <summary>The first reading, somebody who subscribes, and a poll that finds one news item.</summary>
    public async Task<PollReport> FindNews(WholeRelay relay, string path = "/hook")
    {
        await relay.Poll(Channel, Cancellation);
        await relay.Get<AlertRelay.Subscriptions.ISubscriptionStore>().Add(Some.Subscription(Receiver.At(path)), Cancellation);
        Items = ["first", "second"];
        return await relay.Poll(Channel, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
            await relay.DisposeAsync();
        await _publisher.DisposeAsync();
        await Receiver.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task Answer(HttpContext context)
    {
        context.Response.StatusCode = Items is null ? 500 : 200;
        context.Response.ContentType = "application/rss+xml";
        context.Response.GetTypedHeaders().Date = Time.GetUtcNow();
        return context.Response.WriteAsync($"<rss version=\"2.0\"><channel><title>News</title>{string.Concat((Items ?? []).Select(Item))}</channel></rss>");
    }

    private static string Item(string name) =>
        $"<item><guid>{name}</guid><title>The {name} "
        + $"statement</title><link>https://example.org/{name}</link><pubDate>{Some.Time.AddMinutes(-10):R}</pubDate></item>";
}
