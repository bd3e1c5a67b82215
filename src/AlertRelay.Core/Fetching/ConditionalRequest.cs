using System.Net;

namespace AlertRelay.Fetching;

/// <summary>A GET that costs an unchanged publisher no body (RFC 9110, 13.1.2 and 13.1.3).</summary>
internal static class ConditionalRequest
{
    public static HttpRequestMessage Create(Uri url, FetchRequest request, FetchingOptions options)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        Add(message, "User-Agent", UserAgent.For(options.UserAgentContact));
        Add(message, "Accept", request.Accept ?? "*/*");
        Add(message, "Accept-Encoding", "gzip, br, deflate");
        Add(message, "If-None-Match", request.Validators.ETag);
        Add(message, "If-Modified-Since", request.Validators.LastModified);
        if (IsSameOrigin(url, request.Url))
            Add(message, "Authorization", request.Token?.Header);
        return message;
    }

    /// <summary>Whether the message, as it will be sent, allows a 304.</summary>
    public static bool IsConditional(HttpRequestMessage message) =>
        message.Headers.NonValidated.Contains("If-None-Match") || message.Headers.NonValidated.Contains("If-Modified-Since");

    private static bool IsSameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    // Without validation, because a publisher's odd tag or date must go back as it came.
    private static void Add(HttpRequestMessage message, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            message.Headers.TryAddWithoutValidation(name, value);
    }
}
