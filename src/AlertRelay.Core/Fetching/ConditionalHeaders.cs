namespace AlertRelay.Fetching;

internal static class ConditionalHeaders
{
    public static CacheValidators Of(HttpResponseMessage response, string sha256) =>
        new(response.Raw("ETag"), response.Raw("Last-Modified"), sha256);

    /// <summary>
    /// What to send after a 304 (RFC 9111, 3.2 and 4.3.4). A 304 that names another version than the one that was asked about says nothing of ours;
    /// its tag, once taken over, would hide that version for good.
    /// </summary>
    public static CacheValidators Refreshed(CacheValidators sent, HttpResponseMessage notModified)
    {
        var tag = notModified.Raw("ETag");
        if (tag is not null && sent.ETag is not null && Opaque(tag) != Opaque(sent.ETag))
            return sent;

        return sent with { ETag = tag ?? sent.ETag, LastModified = notModified.Raw("Last-Modified") ?? sent.LastModified };
    }

    // RFC 9110, 8.8.3.2: the weak comparison. A compressing proxy weakens a tag on its way.
    private static string Opaque(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
