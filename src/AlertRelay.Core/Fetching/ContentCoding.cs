using System.IO.Compression;

namespace AlertRelay.Fetching;

/// <summary>Undoes Content-Encoding (RFC 9110, 8.4.1; RFC 7932 for br).</summary>
internal static class ContentCoding
{
    private const int MostLayers = 2;

    // A gzip decoder asks for a further member (RFC 1952, 2.2) until it sees something else.
    private const byte NoMember = 0xFF;

    /// <param name="codings">In the order in which they were applied.</param>
    public static async Task<BodyReading> Decode(byte[] bytes, string[] codings, int maximumBytes, CancellationToken cancellationToken)
    {
        var layers = codings.Where(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)).Reverse().ToArray();
        if (layers.Length > MostLayers)
            return new BodyReading.Unusable($"body packed {layers.Length} times over");

        BodyReading reading = new BodyReading.Whole(bytes);
        foreach (var layer in layers)
        {
            if (reading is BodyReading.Whole packed)
                reading = await Unpack(packed.Bytes, layer.ToLowerInvariant(), maximumBytes, cancellationToken);
        }

        return reading;
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
            return bytes is null ? BodyReader.TooLarge(maximumBytes) : source.RanOut ? Broken(coding) : new BodyReading.Whole(bytes);
        }
        // BrotliStream throws the latter.
        catch (Exception fault) when (fault is InvalidDataException or InvalidOperationException)
        {
            return Broken(coding);
        }
    }

    private static BodyReading.Unusable Broken(string coding) => new($"body is not the whole {coding} that its header says");

    private static Stream? Decoder(Stream packed, string coding, bool hasZlibHeader) => coding switch
    {
        _ when IsGzip(coding) => new GZipStream(packed, CompressionMode.Decompress),
        "br" => new BrotliStream(packed, CompressionMode.Decompress),
        "deflate" when hasZlibHeader => new ZLibStream(packed, CompressionMode.Decompress),
        // RFC 9110, 8.4.1.2: some send the bare data without the zlib wrapper.
        "deflate" => new DeflateStream(packed, CompressionMode.Decompress),
        _ => null,
    };

    private static bool IsGzip(string coding) => coding is "gzip" or "x-gzip";

    // RFC 1950, 2.2: method 8, and a checksum that makes both bytes a multiple of 31.
    private static bool HasZlibHeader(byte[] packed) =>
        packed.Length >= 2 && (packed[0] & 0x0F) == 8 && ((packed[0] << 8) | packed[1]) % 31 == 0;

    /// <summary>
    /// .NET's decoders take the end of their input for the end of the data. They stop asking once they have seen the real end;
    /// one that asks on is short of some.
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
