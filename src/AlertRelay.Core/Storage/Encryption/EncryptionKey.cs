using System.Security.Cryptography;

namespace AlertRelay.Storage.Encryption;

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
