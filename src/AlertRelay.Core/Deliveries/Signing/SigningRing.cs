using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AlertRelay.Deliveries.Signing;

/// <summary>Every key with which this relay has ever signed.</summary>
public sealed record SigningRing
{
    /// <summary>The newest first.</summary>
    public IReadOnlyList<SigningKey> Keys { get; init; } = [];

    public int Version { get; init; }

    /// <summary>A new key signs from now on; those before it sign too for the overlap, and can then only be used to check.</summary>
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

/// <summary>A pair of keys of Ed25519 (RFC 8032).</summary>
public sealed record SigningKey
{
    /// <summary>The thumbprint of the public key (RFC 7638, RFC 8037 appendix A.3).</summary>
    public required string Id { get; init; }

    /// <summary>32 bytes in base64url.</summary>
    public required string PublicKey { get; init; }

    /// <summary>32 bytes in base64url; null when it signs no more, so that nobody can sign with it ever again.</summary>
    public string? PrivateKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for the newest.</summary>
    public DateTimeOffset? SignsUntil { get; init; }

    public static SigningKey New(DateTimeOffset now) => Of(RandomNumberGenerator.GetBytes(Ed25519.KeyLength), now);

    /// <param name="seed">The private key.</param>
    public static SigningKey Of(ReadOnlySpan<byte> seed, DateTimeOffset now)
    {
        var shown = Base64Url.EncodeToString(Ed25519.PublicKeyOf(seed));
        return new SigningKey { Id = Thumbprint(shown), PublicKey = shown, PrivateKey = Base64Url.EncodeToString(seed), CreatedAt = now };
    }

    private static string Thumbprint(string shown) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"Ed25519","kty":"OKP","x":"{{shown}}"}""")));
}
