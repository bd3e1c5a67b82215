using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AlertRelay.AcceptanceTests;

/// <summary>A publisher of travel advice on 127.0.0.1, in the shape of the State Department's feed, with validators that are kept.</summary>
public sealed class FakePublisher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile string _feed;

    private FakePublisher(WebApplication app, string feed)
    {
        _app = app;
        _feed = feed;
    }

    public Uri Feed => new(_app.Urls.First() + "/feed.xml");

    /// <summary>Web pages beside the feed, by their paths.</summary>
    public ConcurrentDictionary<string, string> Pages { get; } = new();

    /// <summary>Takes requests and does not answer them.</summary>
    public bool Hangs { get; set; }

    /// <summary>The status of every answer, in order.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    /// <summary>When it was asked.</summary>
    public ConcurrentQueue<DateTimeOffset> Times { get; } = new();

    public static async Task<FakePublisher> Start(params (string Country, int Level)[] items)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var publisher = new FakePublisher(builder.Build(), Xml(items));
        publisher._app.MapGet("/feed.xml", publisher.Answer);
        publisher._app.MapGet(
            "/pages/{name}", (string name) => publisher.Pages.TryGetValue(name, out var html) ? Results.Content(html, "text/html") : Results.NotFound());
        await publisher._app.StartAsync();
        return publisher;
    }

    public void Publish(params (string Country, int Level)[] items) => _feed = Xml(items);

    /// <summary>Until this many further polls were answered.</summary>
    public async Task Polls(int more)
    {
        var goal = Answers.Count + more;
        await Eventually.Is(() => Answers.Count >= goal, $"{more} further polls");
    }

    /// <summary>The channel is polled every second, whatever number of callers ask for it.</summary>
    /// <param name="after">Polls before these are passed over.</param>
    public void AssertPolledByTurns(int after)
    {
        var polls = Times.Skip(after).Order().ToList();
        foreach (var (first, second) in polls.Zip(polls.Skip(1)))
            Assert.True(second - first > TimeSpan.FromSeconds(0.9), $"polled at {first:O} and {second:O}");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>A catalogue file for it, polled every second.</summary>
    public string WriteCatalogue(string folder, string id, string country = "US")
    {
        var directory = Directory.CreateDirectory(Path.Combine(folder, "channels")).FullName;
        File.WriteAllText(Path.Combine(directory, $"{id}.json"), $$"""
            {
              "name": "Test advice", "authority": "Ministry of Tests", "shortName": "Testland", "country": "{{country}}",
              "category": "travel", "languages": ["en"],
              "homepage": "{{Feed}}", "terms": "none", "attribution": "Ministry of Tests", "urls": ["{{Feed}}"], "parser": "us-state-travel",
              "every": "00:00:01", "floor": "00:00:01", "membership": "complete", "rules": { "confirmDropAfter": "00:00:02", "datesAreDays": true },
              "levels": {
                "1": { "label": "Exercise normal precautions", "severity": "Minor", "step": 1 },
                "2": { "label": "Exercise increased caution", "severity": "Moderate", "step": 2 },
                "3": { "label": "Reconsider travel", "severity": "Severe", "step": 3 },
                "4": { "label": "Do not travel", "severity": "Extreme", "step": 4 }
              }
            }
            """);
        return directory;
    }

    private async Task<IResult> Answer(HttpRequest request, HttpResponse response)
    {
        Times.Enqueue(TimeProvider.System.GetUtcNow());
        if (Hangs)
            await Task.Delay(Timeout.Infinite, request.HttpContext.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var body = Encoding.UTF8.GetBytes(_feed);
        var etag = $"W/\"{Convert.ToHexString(SHA256.HashData(body)[..8])}-odd'chars\"";
        response.Headers.ETag = etag;
        var same = request.Headers.IfNoneMatch.ToString() == etag;
        Answers.Enqueue(same ? (int)HttpStatusCode.NotModified : (int)HttpStatusCode.OK);
        return same ? Results.StatusCode((int)HttpStatusCode.NotModified) : Results.Bytes(body, "application/rss+xml");
    }

    private static string Xml((string Country, int Level)[] items) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0"><channel><title>Advice</title>
        {string.Concat(items.Select(Item))}
        </channel></rss>
        """;

    private static string Item((string Country, int Level) item) => string.Create(CultureInfo.InvariantCulture, $"""
        <item><title>{item.Country} - Level {item.Level}: Advice</title><link>https://example.org/{item.Country}.html</link>
        <pubDate>Mon, 0{item.Level} Jun 2026</pubDate>
        <description><![CDATA[<p>Level {item.Level} advice for {item.Country} due to reasons that are given here at length.</p>]]></description></item>
        """);
}
