using System.IO.Compression;
using System.Security.Cryptography;
using AlertRelay.Polling;

namespace AlertRelay.Storage;

/// <summary>The stored form of documents: gzip, verified by their hash when read.</summary>
internal static class EvidenceSerializer
{
    public static byte[] Write(EvidenceDocument document)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(document.Body.Span);

        return packed.ToArray();
    }

    /// <exception cref="StoreException">The document was changed.</exception>
    public static EvidenceDocument Read(string sha256, string? mediaType, byte[] packed)
    {
        var body = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            gzip.CopyTo(body);
        }
        catch (InvalidDataException e)
        {
            throw StoredDocument.Damaged($"evidence {sha256}", e.Message, e);
        }

        var bytes = body.ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256
            ? new EvidenceDocument(sha256, mediaType, bytes)
            : throw StoredDocument.Damaged($"evidence {sha256}", "its bytes have another hash");
    }
}
