namespace AlertRelay.Fetching;

/// <summary>The outcome of one polite GET.</summary>
internal abstract record FetchResult
{
    private FetchResult() { }

    /// <summary>304, or a 200 whose bytes are those of last time.</summary>
    /// <param name="ServerTime">The publisher's clock when it answered (RFC 9110, 6.6.1), a cache's delay added.</param>
    public sealed record NotModified(CacheValidators Validators, TimeSpan? FreshFor = null, DateTimeOffset? ServerTime = null) : FetchResult;

    /// <param name="Sha256">Of <paramref name="Body"/>, lower-case hex.</param>
    /// <param name="MovedTo">Where permanent redirects alone led (RFC 9110, 301 and 308); noted for the operator, not followed next time without the old
    /// address.</param>
    /// <param name="FreshFor">Cache-Control max-age or Expires, where the publisher stated one.</param>
    /// <param name="ServerTime">As above.</param>
    public sealed record Fetched(
        ReadOnlyMemory<byte> Body,
        string Sha256,
        CacheValidators Validators,
        string? MediaType = null,
        string? Charset = null,
        Uri? MovedTo = null,
        TimeSpan? FreshFor = null,
        DateTimeOffset? ServerTime = null) : FetchResult
    {
        /// <summary>The address of the answer, behind redirects of all kinds; null where there were none.</summary>
        public Uri? At { get; init; }
    }

    /// <param name="Reason">One plain sentence without secrets: "HTTP 503", "timed out after 30 s".</param>
    /// <param name="RetryAfter">The publisher's wish (RFC 9110, 10.2.3), when it stated one.</param>
    /// <param name="Gone">404 or 410: the document is not there.</param>
    public sealed record Failed(string Reason, TimeSpan? RetryAfter = null, bool Gone = false) : FetchResult;
}

/// <summary>What to send back next time, byte for byte as the publisher sent it (RFC 9110, 8.8.2 and 8.8.3).</summary>
/// <param name="Sha256">Of the body that they belong to: tells unchanged bytes where a publisher has no validators.</param>
public sealed record CacheValidators(string? ETag, string? LastModified, string? Sha256)
{
    public static readonly CacheValidators None = new(null, null, null);
}
