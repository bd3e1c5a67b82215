using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Deliveries.Webhooks;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>
/// The publisher and all receivers, in the place of the internet. Receivers take what they get, except for those called "busy" (503) and "gone" (410).
/// </summary>
internal sealed class FakeNetwork : HttpMessageHandler
{
    public const string Publisher = "publisher.example.org";

    private static readonly string[] Labels = ["", "Exercise normal precautions", "Exercise increased caution", "Reconsider travel", "Do not travel"];

    /// <summary>What the publisher shows now.</summary>
    public string Feed { get; set; } = "";

    public ConcurrentQueue<Posted> Posts { get; } = new();

    /// <summary>A feed of travel advice: country, level, words.</summary>
    public static string Advice(params (string Country, int Level, string Words)[] items) =>
        "<rss version=\"2.0\"><channel><title>Advice</title>"
        + string.Concat(items.Select(item => $"<item><title>{item.Country} - Level {item.Level}: {Labels[item.Level]}</title>"
            + $"<link>https://{Publisher}/{item.Country}</link><guid>https://{Publisher}/{item.Country}</guid><description>{item.Words}</description></item>"))
        + "</channel></rss>";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Host == Publisher)
            return Document(request);

        if (request.Method == HttpMethod.Options)
            return Answer(HttpStatusCode.MethodNotAllowed);

        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        if (TokenOfChallenge(request, body) is { } token)
            return Answer(HttpStatusCode.OK, token);

        Posts.Enqueue(new Posted(request.RequestUri, Header(request, "webhook-sequence"), SignatureOf(request), body));
        return request.RequestUri.Host.Split('.')[0] switch
        {
            "busy" => Answer(HttpStatusCode.ServiceUnavailable, "come back later"),
            "gone" => Answer(HttpStatusCode.Gone),
            "hooks" => Answer(HttpStatusCode.OK, "ok"),
            "api" => Answer(HttpStatusCode.OK, """{"ok":true,"result":{"message_id":77}}"""),
            _ => Answer(HttpStatusCode.NoContent),
        };
    }

    private HttpResponseMessage Document(HttpRequestMessage request)
    {
        var etag = $"\"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Feed)))[..16]}\"";
        var unchanged = request.Headers.IfNoneMatch.Any(tag => tag.Tag == etag);
        var response = Answer(unchanged ? HttpStatusCode.NotModified : HttpStatusCode.OK, unchanged ? "" : Feed);
        response.RequestMessage = request;
        response.Headers.ETag = new(etag);
        return response;
    }

    private static string? TokenOfChallenge(HttpRequestMessage request, byte[] body)
    {
        if (!request.Headers.Contains(WebhookSignature.SignatureHeader))
            return null;

        var posted = JsonNode.Parse(body)!;
        return posted["type"]?.GetValue<string>() == VerificationChallenge.Type ? posted["data"]![VerificationChallenge.Token]!.GetValue<string>() : null;
    }

    private static SignatureHeaders SignatureOf(HttpRequestMessage request) => new(
        Header(request, WebhookSignature.IdHeader), Header(request, WebhookSignature.TimestampHeader), Header(request, WebhookSignature.SignatureHeader));

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static HttpResponseMessage Answer(HttpStatusCode status, string text = "") => new(status) { Content = new StringContent(text) };
}

/// <param name="Sequence">Null for chats.</param>
internal sealed record Posted(Uri Target, string? Sequence, SignatureHeaders Signature, byte[] Body);
