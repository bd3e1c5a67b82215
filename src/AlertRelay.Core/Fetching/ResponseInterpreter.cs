using System.Net;
using System.Security.Cryptography;

namespace AlertRelay.Fetching;

/// <summary>What a final answer, no redirect, means to the one who asked.</summary>
internal sealed class ResponseInterpreter(HttpResponseMessage response, FetchRequest request, FetchingOptions options, DateTimeOffset now)
{
    /// <param name="conditional">Whether the request allowed a 304.</param>
    /// <param name="route">How the answer was come by.</param>
    public async Task<FetchResult> Read(bool conditional, RedirectChain route, CancellationToken cancellationToken) => response.StatusCode switch
    {
        HttpStatusCode.OK => await ReadBody(route, cancellationToken),
        HttpStatusCode.NotModified when conditional =>
            new FetchResult.NotModified(ConditionalHeaders.Refreshed(request.Validators, response), Freshness.Of(response, now), ServerTime),
        HttpStatusCode.NotModified => new FetchResult.Failed("HTTP 304 to an unconditional request"),
        // A way round for the time being that ends nowhere says nothing of the document itself.
        HttpStatusCode.NotFound or HttpStatusCode.Gone => new FetchResult.Failed(Status, Gone: route.Permanent),
        // Any other 2xx, 204 and 206 among them, is not the document.
        _ => new FetchResult.Failed(Status, RetryAfter.Of(response, now, options.MaximumRetryAfter)),
    };

    private DateTimeOffset? ServerTime => response.Headers.Date + (response.Headers.Age ?? TimeSpan.Zero);

    private string Status => $"HTTP {(int)response.StatusCode}";

    private async Task<FetchResult> ReadBody(RedirectChain route, CancellationToken cancellationToken) =>
        await BodyReader.Read(response, options.MaximumBytes, cancellationToken) switch
        {
            BodyReading.Whole { Bytes.Length: 0 } => new FetchResult.Failed("HTTP 200 with an empty body"),
            BodyReading.Whole whole => Compare(whole.Bytes, route),
            BodyReading.Unusable unusable => new FetchResult.Failed(unusable.Reason),
            var unknown => throw new InvalidOperationException($"No such reading: {unknown}"),
        };

    private FetchResult Compare(byte[] body, RedirectChain route)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(body));
        var validators = ConditionalHeaders.Of(response, sha256);
        var freshFor = Freshness.Of(response, now);
        if (string.Equals(sha256, request.Validators.Sha256, StringComparison.OrdinalIgnoreCase))
            return new FetchResult.NotModified(validators, freshFor, ServerTime);

        var type = ContentType.Of(response);
        return new FetchResult.Fetched(
            body, sha256, validators, type.MediaType, type.Charset, route.MovedTo, freshFor, ServerTime)
        { At = route.Redirects > 0 ? route.Url : null };
    }
}
