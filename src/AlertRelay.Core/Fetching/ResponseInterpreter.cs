using System.Net.Http.Headers;
using System.Net;
using System.Security.Cryptography;
using AlertRelay.Channels.Parsers;
using Microsoft.Net.Http.Headers;

namespace AlertRelay.Fetching;

/// <summary>What a response that is no redirect means for the caller.</summary>
internal sealed class ResponseInterpreter(HttpResponseMessage response, FetchRequest request, FetchingOptions options, DateTimeOffset now)
{
    /// <param name="conditional">Whether the request allowed a 304.</param>
    /// <param name="route">The redirects that led to the response.</param>
    public async Task<FetchResult> Read(bool conditional, RedirectChain route, CancellationToken cancellationToken) => response.StatusCode switch
    {
        // RFC 9110, 15.3.4: 203 is 200 by way of a proxy.
        HttpStatusCode.OK or HttpStatusCode.NonAuthoritativeInformation => await ReadBody(route, cancellationToken),
        HttpStatusCode.NotModified when conditional =>
            new FetchResult.NotModified(ConditionalHeaders.Refreshed(request.Validators, response), Freshness.Of(response, now), ServerTime),
        HttpStatusCode.NotModified => new FetchResult.Failed("HTTP 304 to an unconditional request"),
        // A temporary redirect to a missing page does not mean that the document is gone.
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
            return new FetchResult.NotModified(validators, freshFor, ServerTime) { IsWhole = true };

        var type = ContentType.Of(response);
        var document = new SourceDocument(route.Url, body, type.MediaType, type.Charset) { RequestUrl = request.Url };
        return new FetchResult.Fetched(document, sha256, validators, route.MovedTo, freshFor, ServerTime);
    }
}

/// <summary>Raw header fields. The typed properties drop or throw on what servers really send.</summary>
internal static class ResponseHeaders
{
    /// <returns>The first field of that name; null if there is none or it is empty.</returns>
    public static string? Raw(this HttpResponseMessage response, string name) =>
        First(response.Headers, name) ?? First(response.Content.Headers, name);

    public static IEnumerable<string> RawLines(this HttpResponseMessage response, string name) => All(response.Headers, name);

    /// <returns>All fields of that name as one list (RFC 9110, 5.3).</returns>
    public static string[] RawList(this HttpResponseMessage response, string name) =>
        All(response.Headers, name).Concat(All(response.Content.Headers, name))
            .SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToArray();

    /// <summary>In the three forms of RFC 9110, 5.6.7, and similar ones.</summary>
    public static DateTimeOffset? RawDate(this HttpResponseMessage response, string name) => ParseDate(response.Raw(name));

    public static DateTimeOffset? ParseDate(string? value) =>
        HeaderUtilities.TryParseDate(value, out var date) ? date : null;

    private static string? First(HttpHeaders headers, string name) =>
        All(headers, name).FirstOrDefault(value => value.Length > 0);

    private static HeaderStringValues All(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values : default;
}

/// <summary>The stated Content-Type. It is often wrong, so nothing here relies on it.</summary>
internal readonly record struct ContentType(string? MediaType, string? Charset)
{
    public static ContentType Of(HttpResponseMessage response)
    {
        var parts = (response.Raw("Content-Type") ?? "").Split(';', StringSplitOptions.TrimEntries);
        var charset = parts.Skip(1).FirstOrDefault(part => part.StartsWith("charset", StringComparison.OrdinalIgnoreCase));
        return new ContentType(parts[0].Contains('/') ? parts[0].ToLowerInvariant() : null, Argument(charset));
    }

    private static string? Argument(string? parameter)
    {
        var value = parameter?["charset".Length..].Trim(' ', '\t', '=', '"', '\'');
        return string.IsNullOrEmpty(value) ? null : value;
    }
}
