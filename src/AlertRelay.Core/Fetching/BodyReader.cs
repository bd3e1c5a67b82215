namespace AlertRelay.Fetching;

/// <summary>A body, unpacked, or why it cannot be had.</summary>
internal abstract record BodyReading
{
    private BodyReading() { }

    public sealed record Whole(byte[] Bytes) : BodyReading;

    public sealed record Unusable(string Reason) : BodyReading;
}

/// <summary>Reads a body whole or not at all, and never more of it than the limit, however small it was packed.</summary>
internal static class BodyReader
{
    public static async Task<BodyReading> Read(HttpResponseMessage response, int maximumBytes, CancellationToken cancellationToken)
    {
        var length = response.Content.Headers.ContentLength;
        if (length > maximumBytes)
            return TooLarge(maximumBytes);

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await ReadWhole(stream, maximumBytes, cancellationToken) switch
        {
            null => TooLarge(maximumBytes),
            var bytes when length is { } stated && bytes.Length != stated =>
                new BodyReading.Unusable($"body broke off after {bytes.Length} of {stated} bytes"),
            var bytes => await ContentCoding.Decode(bytes, response.RawList("Content-Encoding"), maximumBytes, cancellationToken),
        };
    }

    /// <returns>Null as soon as the stream proves longer than <paramref name="maximumBytes"/>.</returns>
    public static async Task<byte[]?> ReadWhole(Stream stream, int maximumBytes, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (whole.Length + read > maximumBytes)
                return null;

            whole.Write(chunk, 0, read);
        }

        return whole.ToArray();
    }

    public static BodyReading.Unusable TooLarge(int maximumBytes) => new(
        maximumBytes % (1024 * 1024) == 0 ? $"body larger than {maximumBytes / (1024 * 1024)} MB" : $"body larger than {maximumBytes} bytes");
}
