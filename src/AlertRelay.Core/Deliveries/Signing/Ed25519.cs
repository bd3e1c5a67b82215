using NSec.Cryptography;

namespace AlertRelay.Deliveries.Signing;

/// <summary>.NET has no Ed25519, so this uses libsodium through NSec.</summary>
internal sealed class Ed25519(ReadOnlySpan<byte> seed) : IDisposable
{
    /// <summary>The length of the seed and of the public key, in bytes.</summary>
    public const int KeyLength = 32;

    private readonly Key _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);

    public static byte[] PublicKeyOf(ReadOnlySpan<byte> seed)
    {
        using var pair = new Ed25519(seed);
        return pair._key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    public byte[] Sign(ReadOnlySpan<byte> content) => SignatureAlgorithm.Ed25519.Sign(_key, content);

    public void Dispose() => _key.Dispose();
}
