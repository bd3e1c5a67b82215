using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AlertRelay.Benchmarks;

/// <summary>A feed of 216 travel advisories of about 2.8 KB each, the size of the State Department's, with an ETag.</summary>
public sealed class FeedServer : IAsyncDisposable
{
    private const int Items = 216;
    private const int WordsPerItem = 400;

    private readonly WebApplication _app;
    private byte[] _body = [];
    private string _etag = "";

    private FeedServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First() + "/feed.xml");

    public string ETag => _etag;

    public static async Task<FeedServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FeedServer(builder.Build());
        server.Show(version: 0);
        server._app.MapGet("/feed.xml", server.Answer);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Every version differs from the others in the text of one item.</summary>
    public void Show(int version)
    {
        _body = Encoding.UTF8.GetBytes(
            $"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Advice</title>{string.Concat(
                Enumerable.Range(0, Items).Select(item => Item(item, version)))}</channel></rss>");
        _etag = $"\"{version}\"";
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult Answer(HttpRequest request, HttpResponse response)
    {
        response.Headers.ETag = _etag;
        return request.Headers.IfNoneMatch == _etag ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(_body, "application/rss+xml");
    }

    private static string Item(int item, int version) => string.Create(CultureInfo.InvariantCulture, $"""
        <item><title>Place {item} - Level 2: Exercise Increased Caution</title><link>https://example.org/{item}.html</link>
        <guid>https://example.org/{item}</guid><pubDate>Mon, 02 Mar 2026 00:00:00 GMT</pubDate>
        <description><![CDATA[<p>Exercise increased caution in <b>place {item}</b> due to crime{(item == 0 ? $" of version {version}" : "")}.</p>
        <p>{Words(item)}</p>]]></description></item>
        """);

    private static string Words(int item) => string.Join(' ', Enumerable.Range(0, WordsPerItem).Select(word => $"word{(word * 7 + item) % 97}"));
}
