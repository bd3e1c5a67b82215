using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace AlertRelay.Tests.Polling;

/// <summary>A publisher in place of the network: shows what a test puts there, and says what it was asked.</summary>
internal sealed class Publisher : HttpMessageHandler
{
    public string Body { get; set; } = "";

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>Its clock; null: it names no time.</summary>
    public DateTimeOffset? Date { get; set; }

    /// <summary>How long it asks to be left alone; null: it does not say.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>What happens while it answers.</summary>
    public Action WhileAnswering { get; set; } = () => { };

    /// <summary>An answer waits for this.</summary>
    public Func<Uri, Task> Hold { get; set; } = _ => Task.CompletedTask;

    /// <summary>What stands in place of the one body, by address.</summary>
    public Func<Uri, string?> Shown { get; set; } = _ => null;

    /// <summary>Where an address leads for good; null: nowhere else.</summary>
    public Func<Uri, Uri?> Moved { get; set; } = _ => null;

    public List<bool> Conditional { get; } = [];

    /// <summary>Each request's address and Authorization header.</summary>
    public ConcurrentQueue<(Uri Url, string? Authorization)> Asked { get; } = new();

    /// <summary>Of each request.</summary>
    public ConcurrentQueue<string> UserAgents { get; } = new();

    /// <summary>A feed of the State Department's kind.</summary>
    public void Shows(params (string Country, int Level)[] items) => Body = Feed(items);

    public static string Feed(params (string Country, int Level)[] items) =>
        "<rss version=\"2.0\"><channel><title>Test</title>"
        + string.Concat(items.Select(item => $"<item><title>{item.Country} - Level {item.Level}: "
        + $"{Words[item.Level]}</title><link>https://example.org/{item.Country}</link>"
            + $"<guid>https://example.org/{item.Country}</guid><description>Level {item.Level} for {item.Country}.</description></item>"))
        + "</channel></rss>";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!;
        Asked.Enqueue((url, request.Headers.Authorization?.ToString()));
        UserAgents.Enqueue(string.Join(' ', request.Headers.NonValidated["User-Agent"]));
        await Hold(url);
        WhileAnswering();
        if (Moved(url) is { } moved)
            return new HttpResponseMessage(HttpStatusCode.MovedPermanently) { RequestMessage = request, Headers = { Location = moved } };

        Conditional.Add(request.Headers.IfNoneMatch.Count > 0);
        var body = Shown(url) ?? Body;
        var etag = $"\"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\"";
        var unchanged = Status == HttpStatusCode.OK && request.Headers.IfNoneMatch.Any(tag => tag.Tag == etag);
        var response = new HttpResponseMessage(unchanged ? HttpStatusCode.NotModified : Status)
        {
            RequestMessage = request,
            Content = new StringContent(unchanged ? "" : body),
        };
        response.Headers.ETag = new(etag);
        response.Headers.Date = Date;
        response.Headers.RetryAfter = RetryAfter is { } wait ? new(wait) : null;
        return response;
    }

    private static readonly string[] Words = ["", "Exercise Normal Precautions", "Exercise Increased Caution", "Reconsider Travel", "Do Not Travel"];
}
