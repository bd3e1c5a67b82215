using System.IO.Compression;

namespace AlertRelay.Fetching;

/// <summary>A decompressed body, or why there is none.</summary>
internal abstract record BodyReading
{
    private BodyReading() { }

    public sealed record Whole(byte[] Bytes) : BodyReading;

    public sealed record Unusable(string Reason) : BodyReading;
}

/// <summary>Reads a body completely or not at all. The limit counts after decompression.</summary>
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

    /// <returns>Null as soon as the stream is longer than <paramref name="maximumBytes"/>.</returns>
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

/// <summary>
/// Decodes Content-Encoding (RFC 9110, 8.4.1; RFC 7932 for br). Servers name unknown codings, name gzip and send plain text, or send gzip without the
/// header. Then the bytes decide.
/// </summary>
internal static class ContentCoding
{
    private const int MaxLayers = 2;

    // Publishers' documents compress to a tenth, seldom to a thirtieth. Much more is a decompression bomb.
    internal const int MaxExpansion = 50;
    internal const int AlwaysUnpacked = 8 * 1024 * 1024;

    // The codings that IANA lists. Any other word ("utf-8", "none") is ignored.
    private static readonly HashSet<string> Registered = new(StringComparer.OrdinalIgnoreCase)
    {
        "aes128gcm", "br", "compress", "dcb", "dcz", "deflate", "exi", "gzip", "pack200-gzip", "x-compress", "x-gzip", "zstd",
    };

    // A gzip decoder asks for a further member (RFC 1952, 2.2) until it sees something else.
    private const byte NoMember = 0xFF;

    /// <param name="codings">In the order in which they were applied.</param>
    public static async Task<BodyReading> Decode(byte[] bytes, string[] codings, int maximumBytes, CancellationToken cancellationToken)
    {
        var layers = codings.Where(Registered.Contains).Reverse().ToArray();
        if (layers.Length == 0 && HasGzipHeader(bytes))
            layers = ["gzip"];
        if (layers.Length > MaxLayers)
            return new BodyReading.Unusable($"body packed {layers.Length} times over");

        var limit = (int)Math.Min(maximumBytes, Math.Max(AlwaysUnpacked, (long)MaxExpansion * bytes.Length));
        BodyReading reading = new BodyReading.Whole(bytes);
        foreach (var layer in layers)
        {
            if (reading is BodyReading.Whole packed)
                reading = await Unpack(packed.Bytes, layer.ToLowerInvariant(), limit, cancellationToken);
        }

        return reading is BodyReading.Unusable && limit < maximumBytes && reading == BodyReader.TooLarge(limit)
            ? new BodyReading.Unusable($"body unpacks to more than {MaxExpansion} times its size")
            : reading;
    }

    private static async Task<BodyReading> Unpack(byte[] packed, string coding, int maximumBytes, CancellationToken cancellationToken)
    {
        if (packed.Length == 0)
            return new BodyReading.Whole(packed);

        var source = new PackedBytes(IsGzip(coding) ? [.. packed, NoMember] : packed);
        await using var decoder = Decoder(source, coding, HasZlibHeader(packed));
        if (decoder is null)
            return new BodyReading.Unusable($"body packed in a way that was not asked for (Content-Encoding: {coding[..Math.Min(coding.Length, 20)]})");

        try
        {
            var bytes = await BodyReader.ReadWhole(decoder, maximumBytes, cancellationToken);
            return bytes is null ? BodyReader.TooLarge(maximumBytes) : source.RanOut ? NotPacked(packed, coding) : new BodyReading.Whole(bytes);
        }
        // BrotliStream throws the latter.
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException)
        {
            return NotPacked(packed, coding);
        }
    }

    // Markup or JSON from the first byte: the header is wrong, not the body.
    private static BodyReading NotPacked(byte[] body, string coding) =>
        body.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<' or (byte)'{' or (byte)'[', ..]
            ? new BodyReading.Whole(body)
            : new BodyReading.Unusable($"body is not the whole {coding} that its header says");

    private static Stream? Decoder(Stream packed, string coding, bool hasZlibHeader) => coding switch
    {
        _ when IsGzip(coding) => new GZipStream(packed, CompressionMode.Decompress),
        "br" => new BrotliStream(packed, CompressionMode.Decompress),
        "deflate" when hasZlibHeader => new ZLibStream(packed, CompressionMode.Decompress),
        // RFC 9110, 8.4.1.2: some send the data without the zlib wrapper.
        "deflate" => new DeflateStream(packed, CompressionMode.Decompress),
        _ => null,
    };

    private static bool IsGzip(string coding) => coding is "gzip" or "x-gzip";

    // RFC 1952, 2.3.1: two fixed bytes, then deflate, the one method there is.
    private static bool HasGzipHeader(byte[] bytes) => bytes is [0x1F, 0x8B, 8, ..];

    // RFC 1950, 2.2: method 8, and a checksum that makes both bytes a multiple of 31.
    private static bool HasZlibHeader(byte[] packed) =>
        packed.Length >= 2 && (packed[0] & 0x0F) == 8 && ((packed[0] << 8) | packed[1]) % 31 == 0;

    /// <summary>
    /// .NET's decoders accept a truncated input. They stop reading at the end of the data, so
    /// one that reads further has lost a part.
    /// </summary>
    private sealed class PackedBytes(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public bool RanOut { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            RanOut |= read == 0;
            return read;
        }
    }
}
