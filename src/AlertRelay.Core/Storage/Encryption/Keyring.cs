using System.Security.Cryptography;

namespace AlertRelay.Storage.Encryption;

/// <summary>
/// Encrypts secrets with AES-256-GCM (NIST SP 800-38D). The newest key encrypts, every key decrypts. An encrypted value is "ARS1",
/// the key's name, a random nonce, the tag, and the text; it is bound to the name of its row, so that it cannot be moved to another row.
/// </summary>
/// <param name="read">The keys, newest first. Called when the first value is encrypted or decrypted, so that polls work without them.</param>
public sealed class Keyring(Func<IReadOnlyList<EncryptionKey>> read)
{
    // Section 8.2.2: up to 2^32 values under one key with random nonces of 96 bits.
    private const int NonceLength = 12, TagLength = 16, HeadLength = MarkLength + EncryptionKey.IdLength + NonceLength + TagLength, MarkLength = 4, MarkBytes =
        16;

    private volatile IReadOnlyList<EncryptionKey>? _keys;

    private IReadOnlyList<EncryptionKey> Keys => _keys ??= read();

    private static ReadOnlySpan<byte> Mark => "ARS1"u8;

    /// <exception cref="StoreException">There are no keys; the message says where they should be.</exception>
    public void Check() => _ = Keys;

    /// <summary>The prefix of everything that is encrypted with the newest key.</summary>
    public byte[] CurrentHead => Head(Keys[0]);

    public static byte[] AnyHead => Mark.ToArray();

    public static bool IsEncrypted(ReadOnlySpan<byte> stored) => stored.StartsWith(Mark);

    /// <param name="row">Names the row for the operator too: "subscription sub_1".</param>
    public byte[] Encrypt(ReadOnlySpan<byte> clear, string row)
    {
        var key = Keys[0];
        var result = new byte[HeadLength + clear.Length];
        Head(key).CopyTo(result, 0);
        var nonce = result.AsSpan(MarkLength + EncryptionKey.IdLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = key.Cipher(TagLength);
        cipher.Encrypt(nonce, clear, result.AsSpan(HeadLength), result.AsSpan(HeadLength - TagLength, TagLength), Text(row));
        return result;
    }

    /// <exception cref="UnreadableRowException">Its key is missing, or the value was changed.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> stored, string row)
    {
        if (stored.Length < HeadLength)
            throw StoredDocument.Damaged(row, "it was cut");

        using var cipher = KeyOf(stored.Slice(MarkLength, EncryptionKey.IdLength), row).Cipher(TagLength);
        var clear = new byte[stored.Length - HeadLength];
        try
        {
            var nonce = stored.Slice(MarkLength + EncryptionKey.IdLength, NonceLength);
            cipher.Decrypt(nonce, stored[HeadLength..], stored.Slice(HeadLength - TagLength, TagLength), clear, Text(row));
            return clear;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw StoredDocument.Damaged(row, "its authentication tag is wrong", e);
        }
    }

    /// <summary>Hashes of the text, the one under the newest key first: equal texts have equal hashes, and nobody without the keys can test guesses.</summary>
    public IReadOnlyList<string> LookupHashes(byte[] text) => [.. Keys.Select(key => Convert.ToHexStringLower(key.Mark(text).AsSpan(0, MarkBytes)))];

    private static byte[] Head(EncryptionKey key) => [.. Mark, .. key.Id];

    // Another process may have rotated the keys since they were read.
    private EncryptionKey KeyOf(ReadOnlySpan<byte> id, string row) =>
        Find(Keys, id) ?? Find(_keys = read(), id) ?? throw new UnreadableRowException(
            $"The stored {row} is encrypted with the key {EncryptionKey.NameOf(id)}, and this relay has {string.Join(", ", Keys)}: "
            + "put that key back, as a further line of the key file or a further part of Security:EncryptionKey; nothing was changed.")
        { IsKeyMissing = true };

    private static EncryptionKey? Find(IReadOnlyList<EncryptionKey> keys, ReadOnlySpan<byte> id)
    {
        foreach (var key in keys)
        {
            if (key.Id.SequenceEqual(id))
                return key;
        }

        return null;
    }

    private static byte[] Text(string row) => System.Text.Encoding.UTF8.GetBytes(row);
}

/// <summary>An AES-256 key and the name that encrypted values contain.</summary>
public sealed class EncryptionKey
{
    public const int Length = 32, IdLength = 8;

    private readonly byte[] _bytes;
    private readonly byte[] _id;
    private readonly byte[] _ofMarks;

    private EncryptionKey(byte[] bytes)
    {
        _bytes = bytes;
        // A hash under the key itself, which reveals nothing about the key.
        _id = HMACSHA256.HashData(bytes, "alertrelay sealing key"u8)[..IdLength];
        _ofMarks = HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, Length, info: "alertrelay marks"u8.ToArray());
    }

    public ReadOnlySpan<byte> Id => _id;

    public string Name => NameOf(_id);

    public static string NameOf(ReadOnlySpan<byte> id) => Convert.ToHexStringLower(id);

    public static EncryptionKey New() => new(RandomNumberGenerator.GetBytes(Length));

    /// <returns>Null if it is not 32 bytes in base64.</returns>
    public static EncryptionKey? Read(string text)
    {
        var bytes = new byte[Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == Length && Convert.ToBase64String(bytes).Length == text.Length
            ? new EncryptionKey(bytes)
            : null;
    }

    /// <summary>As <see cref="Read"/> reads it: the key in clear, for its file only.</summary>
    public string Write() => Convert.ToBase64String(_bytes);

    /// <summary>A hash under a key derived from this one.</summary>
    internal byte[] Mark(ReadOnlySpan<byte> text) => HMACSHA256.HashData(_ofMarks, text);

    internal AesGcm Cipher(int tagLength) => new(_bytes, tagLength);

    /// <summary>A key's text is never shown by accident.</summary>
    public override string ToString() => $"the key {Name}";
}
