using System.Net;
using System.Text;

namespace AlertRelay.Fetching;

/// <param name="Validators">From the last good response for this URL; <see cref="CacheValidators.None"/> the first time.</param>
/// <param name="Accept">The Accept header; any type when null.</param>
/// <param name="Credential">Sent to the origin of <paramref name="Url"/> only, not to where it redirects.</param>
/// <param name="UserAgent">From the channel's file; null for the default.</param>
internal sealed record FetchRequest(
    Uri Url, CacheValidators Validators, string? Accept = null, PublisherCredential? Credential = null, string? UserAgent = null)
{
    /// <summary>URLs that the operator configured. Only their hosts and ports may be in a private network.</summary>
    public IReadOnlyList<Uri> OperatorUrls { get; init; } = [];
}

/// <summary>A secret for the Authorization header only. It is never printed, not even by mistake.</summary>
public abstract class PublisherCredential
{
    internal abstract string Header { get; }

    public sealed override string ToString() => "(secret)";
}

/// <summary>RFC 6750.</summary>
public sealed class BearerToken(string value) : PublisherCredential
{
    internal override string Header => $"Bearer {value}";
}

/// <summary>RFC 7617.</summary>
/// <param name="userInfo">"user:password" as in a URL, percent-encoded.</param>
internal sealed class BasicLogin(string userInfo) : PublisherCredential
{
    internal override string Header => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(userInfo)))}";
}

/// <summary>A conditional GET, so that an unchanged document needs no body (RFC 9110, 13.1.2 and 13.1.3).</summary>
internal static class ConditionalRequest
{
    public static HttpRequestMessage Create(Uri url, FetchRequest request, FetchingOptions options, string? cookies = null)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        Add(message, "User-Agent", request.UserAgent is { } own ? UserAgent.Of(own) : UserAgent.For(options.UserAgentContact));
        Add(message, "Accept", request.Accept ?? "*/*");
        Add(message, "Accept-Encoding", "gzip, br, deflate");
        Add(message, "If-None-Match", request.Validators.ETag);
        Add(message, "If-Modified-Since", request.Validators.LastModified);
        Add(message, "Cookie", cookies);
        if (IsSameOrigin(url, request.Url))
            Add(message, "Authorization", request.Credential?.Header);
        message.Options.Set(PublisherHandler.MayBePrivate, request.OperatorUrls.Any(own => IsSame(own, url, UriComponents.HostAndPort)));
        return message;
    }

    /// <summary>Whether the message, as it will be sent, allows a 304.</summary>
    public static bool IsConditional(HttpRequestMessage message) =>
        message.Headers.NonValidated.Contains("If-None-Match") || message.Headers.NonValidated.Contains("If-Modified-Since");

    public static bool IsSameOrigin(Uri one, Uri other) => IsSame(one, other, UriComponents.SchemeAndServer);

    private static bool IsSame(Uri one, Uri other, UriComponents parts) =>
        Uri.Compare(one, other, parts, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    // Without validation, because a malformed tag or date must be sent back unchanged.
    private static void Add(HttpRequestMessage message, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            message.Headers.TryAddWithoutValidation(name, value);
    }
}

internal static class ConditionalHeaders
{
    public static CacheValidators Of(HttpResponseMessage response, string sha256) =>
        new(response.Raw("ETag"), response.Raw("Last-Modified"), sha256);

    /// <summary>
    /// The validators after a 304 (RFC 9111, 3.2 and 4.3.4). A 304 with another version's tag is ignored:
    /// sending that tag next time would hide that version permanently.
    /// </summary>
    public static CacheValidators Refreshed(CacheValidators sent, HttpResponseMessage notModified)
    {
        var tag = notModified.Raw("ETag");
        if (tag is not null && sent.ETag is not null && Opaque(tag) != Opaque(sent.ETag))
            return sent;

        return sent with { ETag = tag ?? sent.ETag, LastModified = notModified.Raw("Last-Modified") ?? sent.LastModified };
    }

    // RFC 9110, 8.8.3.2: the weak comparison, because a compressing proxy weakens tags.
    private static string Opaque(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}

internal static class UserAgent
{
    private static readonly string Version = typeof(UserAgent).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <param name="stated">In the channel's file.</param>
    public static string Of(string stated) => stated.Replace("{version}", Version, StringComparison.Ordinal);

    /// <remarks>Looks like a browser's, because some publishers' firewalls refuse a plain program name.</remarks>
    public static string For(string contact) => $"Mozilla/5.0 (compatible; AlertRelay/{Version}; +{contact})";
}
