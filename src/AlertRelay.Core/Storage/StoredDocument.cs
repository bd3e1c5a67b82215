using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using AlertRelay.Alerts;
using AlertRelay.Polling;

namespace AlertRelay.Storage;

/// <summary>A record as one value of a row: JSON while it is short, gzip of it when it is long.</summary>
internal static class StoredDocument
{
    // Below this size, compression saves less than decompression costs.
    private const int LongFrom = 1024;

    /// <returns>A string or an array of bytes.</returns>
    public static object Write<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.Serialize(value, type);
        return json.Length < LongFrom ? json : Compress(Encoding.UTF8.GetBytes(json));
    }

    /// <param name="row">Names the row for the operator: "notice uk-fcdo-travel/iran".</param>
    /// <exception cref="StoreException">What is stored cannot be read.</exception>
    public static T Read<T>(object stored, JsonTypeInfo<T> type, string row)
    {
        try
        {
            return Parse(stored, type) ?? throw Damaged(row, "it is empty");
        }
        catch (JsonException e)
        {
            throw Damaged(row, e.Message, e);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(row, e.Message, e);
        }
    }

    public static UnreadableRowException Damaged(string row, string what, Exception? inner = null) =>
        new($"The stored {row} is damaged: {what.TrimEnd('.')}; restore a copy of the store; nothing was changed.", inner ?? new InvalidDataException(what));

    private static T? Parse<T>(object stored, JsonTypeInfo<T> type)
    {
        if (stored is string json)
            return JsonSerializer.Deserialize(json, type);

        if (stored is not byte[] bytes)
            throw new InvalidDataException($"a document is due, and it is a {stored.GetType().Name}");

        // JSON begins with a brace, gzip with the bytes 1f 8b (RFC 1952, section 2.3.1).
        if (bytes is [(byte)'{', ..])
            return JsonSerializer.Deserialize(bytes, type);

        using var plain = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(plain, type);
    }

    private static byte[] Compress(byte[] json)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(json);

        return compressed.ToArray();
    }
}

/// <summary>An alert as a document. It goes into the outbox and moments later into the history, so it is serialised once for both.</summary>
internal static class StoredAlert
{
    // By instance, which is immutable. An entry is collected with its alert.
    private static readonly ConditionalWeakTable<Alert, object> Written = [];

    /// <inheritdoc cref="StoredDocument.Write"/>
    public static object Write(Alert alert) => Written.GetValue(alert, static each => StoredDocument.Write(each, DocumentSerializer.Alert));
}

/// <summary>The part of a response that the ledger stores; see Attempt.ResponseStart.</summary>
internal static class StoredResponseStart
{
    // Bytes of UTF-8.
    private const int MaxLength = 1024;

    // Whole characters only. SQLite's text ends at a NUL, so it is replaced by U+FFFD.
    public static string? Of(string? response)
    {
        if (response is null)
            return null;

        Span<byte> start = stackalloc byte[MaxLength];
        Utf8.FromUtf16(response.Replace('\0', '\uFFFD'), start, out _, out var length);
        return Encoding.UTF8.GetString(start[..length]);
    }
}

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
