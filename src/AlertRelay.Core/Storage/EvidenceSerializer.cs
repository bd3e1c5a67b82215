using System.IO.Compression;
using System.Security.Cryptography;
using AlertRelay.Polling;

namespace AlertRelay.Storage;

/// <summary>Documents as the stores keep them: gzip, and proved by their hash when they come back.</summary>
internal static class EvidenceSerializer
{
    public static byte[] Write(EvidenceDocument document)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(document.Body.Span);

        return packed.ToArray();
    }

    /// <exception cref="StoreException">It is not the document that was kept.</exception>
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
