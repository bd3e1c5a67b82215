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

    /// <summary>What happens while it answers.</summary>
    public Action WhileAnswering { get; set; } = () => { };

    public List<bool> Conditional { get; } = [];

    /// <summary>A feed of the State Department's kind.</summary>
    public void Shows(params (string Country, int Level)[] items) => Body = Feed(items);

    public static string Feed(params (string Country, int Level)[] items) =>
        "<rss version=\"2.0\"><channel><title>Test</title>"
        + string.Concat(items.Select(item => $"<item><title>{item.Country} - Level {item.Level}: {Words[item.Level]}</title><link>https://example.org/{item.Country}</link>"
            + $"<guid>https://example.org/{item.Country}</guid><description>Level {item.Level} for {item.Country}.</description></item>"))
        + "</channel></rss>";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        WhileAnswering();
        Conditional.Add(request.Headers.IfNoneMatch.Count > 0);
        var etag = $"\"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Body)))}\"";
        var unchanged = Status == HttpStatusCode.OK && request.Headers.IfNoneMatch.Any(tag => tag.Tag == etag);
        var response = new HttpResponseMessage(unchanged ? HttpStatusCode.NotModified : Status) { RequestMessage = request, Content = new StringContent(unchanged ? "" : Body) };
        response.Headers.ETag = new(etag);
        response.Headers.Date = Date;
        return Task.FromResult(response);
    }

    private static readonly string[] Words = ["", "Exercise Normal Precautions", "Exercise Increased Caution", "Reconsider Travel", "Do Not Travel"];
}
