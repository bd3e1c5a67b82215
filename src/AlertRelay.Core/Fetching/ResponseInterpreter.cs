using System.Net.Http.Headers;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace AlertRelay.Fetching;

/// <summary>What a final answer, no redirect, means to the one who asked.</summary>
internal sealed class ResponseInterpreter(HttpResponseMessage response, FetchRequest request, FetchingOptions options, DateTimeOffset now)
{
    /// <param name="conditional">Whether the request allowed a 304.</param>
    /// <param name="route">How the answer was come by.</param>
    public async Task<FetchResult> Read(bool conditional, RedirectChain route, CancellationToken cancellationToken) => response.StatusCode switch
    {
        // RFC 9110, 15.3.4: 203 is 200 by way of a proxy.
        HttpStatusCode.OK or HttpStatusCode.NonAuthoritativeInformation => await ReadBody(route, cancellationToken),
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
            return new FetchResult.NotModified(validators, freshFor, ServerTime) { IsWhole = true };

        var type = ContentType.Of(response);
        return new FetchResult.Fetched(
            body, sha256, validators, type.MediaType, type.Charset, route.MovedTo, freshFor, ServerTime)
        { At = route.Redirects > 0 ? route.Url : null };
    }
}

/// <summary>Header fields as they came, where the typed properties would drop or throw on what servers really send.</summary>
internal static class ResponseHeaders
{
    /// <returns>The first line of that name, or null when there is none or it is empty.</returns>
    public static string? Raw(this HttpResponseMessage response, string name) =>
        First(response.Headers, name) ?? First(response.Content.Headers, name);

    public static IEnumerable<string> RawLines(this HttpResponseMessage response, string name) => All(response.Headers, name);

    /// <returns>All lines of that name as one list (RFC 9110, 5.3).</returns>
    public static string[] RawList(this HttpResponseMessage response, string name) =>
        All(response.Headers, name).Concat(All(response.Content.Headers, name))
            .SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToArray();

    /// <summary>In any of the three forms of RFC 9110, 5.6.7, and some that come near.</summary>
    public static DateTimeOffset? RawDate(this HttpResponseMessage response, string name) => ParseDate(response.Raw(name));

    public static DateTimeOffset? ParseDate(string? value) =>
        HeaderUtilities.TryParseDate(value, out var date) ? date : null;

    private static string? First(HttpHeaders headers, string name) =>
        All(headers, name).FirstOrDefault(value => value.Length > 0);

    private static HeaderStringValues All(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values : default;
}

/// <summary>What the publisher says its bytes are. Often wrong, so it is reported and never relied on here.</summary>
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
