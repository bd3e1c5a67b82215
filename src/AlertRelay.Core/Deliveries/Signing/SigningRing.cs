using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace AlertRelay.Deliveries.Signing;

/// <summary>All keys that this relay has ever signed with.</summary>
public sealed record SigningRing
{
    /// <summary>The newest first.</summary>
    public IReadOnlyList<SigningKey> Keys { get; init; } = [];

    public int Version { get; init; }

    /// <summary>Adds a new key. The older keys sign too during the overlap, and afterwards serve verification only.</summary>
    public SigningRing Rotated(SigningKey key, DateTimeOffset now, TimeSpan overlap) => new()
    {
        Keys =
        [
            key,
            .. Keys.Select(old => old.SignsUntil is not { } end ? old with { SignsUntil = now + overlap }
                : end <= now ? old with { PrivateKey = null }
                : old),
        ],
        Version = Version + 1,
    };
}

/// <summary>An Ed25519 key pair (RFC 8032).</summary>
public sealed record SigningKey
{
    /// <summary>The thumbprint of the public key (RFC 7638, RFC 8037 appendix A.3).</summary>
    public required string Id { get; init; }

    /// <summary>32 bytes in base64url.</summary>
    public required string PublicKey { get; init; }

    /// <summary>32 bytes in base64url; null after the overlap, so that nobody can ever sign with it again.</summary>
    public string? PrivateKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for the newest key.</summary>
    public DateTimeOffset? SignsUntil { get; init; }

    public static SigningKey New(DateTimeOffset now) => Of(RandomNumberGenerator.GetBytes(Ed25519.KeyLength), now);

    /// <param name="seed">The private key.</param>
    public static SigningKey Of(ReadOnlySpan<byte> seed, DateTimeOffset now)
    {
        var publicKey = Base64Url.EncodeToString(Ed25519.PublicKeyOf(seed));
        return new SigningKey { Id = Thumbprint(publicKey), PublicKey = publicKey, PrivateKey = Base64Url.EncodeToString(seed), CreatedAt = now };
    }

    private static string Thumbprint(string publicKey) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"Ed25519","kty":"OKP","x":"{{publicKey}}"}""")));
}

/// <summary>Stores the relay's signing keys, encrypted.</summary>
public interface ISigningKeyStore
{
    Task<SigningRing?> Find(CancellationToken cancellationToken);

    /// <returns>False, with nothing written, if the stored version is not one below the given one.</returns>
    Task<bool> Save(SigningRing ring, CancellationToken cancellationToken);
}

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
