using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Auditing;
using AlertRelay.Keys;

namespace AlertRelay.Registration;

/// <summary>Creates and checks bearer keys. A key is "ark_" and 32 random bytes in base64url; only its hash is stored.</summary>
public sealed class ApiKeyService(IApiKeyStore store, ChangeAudit log, TimeProvider time)
{
    public const string Prefix = "ark_";
    public const string IdPrefix = "key_";
    public const string FirstTenant = "default";

    private const int KeyBytes = 32;
    private const int IdBytes = 9;

    // 32 bytes in base64url without padding (RFC 4648, section 5).
    private const int KeyLength = 4 + 43;

    private static readonly TimeSpan UseRecordInterval = TimeSpan.FromMinutes(1);

    public async Task<NewApiKey> Create(KeyDraft draft, Actor by, CancellationToken cancellationToken)
    {
        var made = New(draft);
        await store.Add(made.Stored, cancellationToken);
        await log.Of(null, made.Stored, AuditAction.KeyCreated, by);
        return made;
    }

    /// <summary>Creates the key unless one of the ids was taken, as by the same request before.</summary>
    /// <param name="ids">The new key's, and others that it could have had.</param>
    internal async Task<KeyCreation> CreateOnce(KeyDraft draft, IReadOnlyList<string> ids, Actor by, CancellationToken cancellationToken)
    {
        // In this order: a key that the same request adds meanwhile must not be taken for a revoked one.
        var wasMade = await log.WasMade(AuditAction.KeyCreated, ids, time.GetUtcNow(), cancellationToken);
        if (await Find() is { } before)
            return new KeyCreation.Repeated(before);
        if (wasMade)
            return new KeyCreation.Revoked();

        var made = New(draft, ids[0]);
        try
        {
            await store.Add(made.Stored, cancellationToken);
        }
        // The same request at the same time was faster.
        catch (InvalidOperationException)
        {
            if (await Find() is { } faster)
                return new KeyCreation.Repeated(faster);

            throw;
        }

        await log.Of(null, made.Stored, AuditAction.KeyCreated, by);
        return new KeyCreation.Made(made);

        async Task<ApiKey?> Find() => (await store.List(cancellationToken)).FirstOrDefault(key => ids.Contains(key.Id));
    }

    /// <summary>Replaces a key by a new one with the same name, tenant, role and expiry. The old one stays valid during the overlap.</summary>
    /// <param name="overlap">At most <see cref="KeyRotation.MaxOverlap"/>. Zero ends the old key immediately.</param>
    public async Task<KeyRotation> Rotate(string id, TimeSpan overlap, Actor by, CancellationToken cancellationToken)
    {
        if ((await store.List(cancellationToken)).FirstOrDefault(key => key.Id == id) is not { } old)
            return new KeyRotation.Unknown();

        if (old.ReplacedBy is { } successor)
            return new KeyRotation.Replaced(successor);

        if (Expired(old))
            return new KeyRotation.Expired(old.ExpiresAt!.Value);

        var made = New(new KeyDraft(old.Name, old.Tenant, old.Role, old.ExpiresAt));
        var end = time.GetUtcNow() + overlap;
        var ending = old with { ExpiresAt = old.ExpiresAt < end ? old.ExpiresAt : end, ReplacedBy = made.Stored.Id };
        if (!await store.Replace(old: ending, by: made.Stored, cancellationToken))
            return await Rotate(id, overlap, by, cancellationToken);

        await log.Of(old, ending, AuditAction.KeyRotated, by);
        return new KeyRotation.Made(made, ending.ExpiresAt!.Value);
    }

    /// <summary>On the command line even the last admin key may be revoked: the next start creates a new one.</summary>
    public async Task<bool> Revoke(ApiKey key, Actor by, CancellationToken cancellationToken) =>
        await Noted(key, by, await store.Revoke(key.Id, cancellationToken));

    /// <summary>The last valid admin key is not revoked.</summary>
    public async Task<bool> RevokeUnlessLast(ApiKey key, Actor by, CancellationToken cancellationToken) =>
        await Noted(key, by, await store.RevokeUnlessLast(key.Id, time.GetUtcNow(), cancellationToken));

    private async Task<bool> Noted(ApiKey key, Actor by, bool revoked)
    {
        if (!revoked)
            return false;

        await log.Of(key, null, AuditAction.KeyRevoked, by);
        return true;
    }

    /// <summary>Creates an admin key if none is valid; else null. The caller shows it once.</summary>
    public async Task<string?> EnsureFirstKey(CancellationToken cancellationToken)
    {
        if ((await store.List(cancellationToken)).Any(key => key.Role == Role.Admin && !Expired(key)))
            return null;

        return (await Create(new KeyDraft("first key", FirstTenant, Role.Admin), Actor.Relay, cancellationToken)).Key;
    }

    internal async Task<KeyCheck> Check(string key, CancellationToken cancellationToken) =>
        key.Length == KeyLength && key.StartsWith(Prefix, StringComparison.Ordinal)
            ? await CheckHash(Hash(key), cancellationToken)
            : new KeyCheck.Unknown();

    /// <param name="hash">See <see cref="ApiKey.Hash"/>.</param>
    internal async Task<KeyCheck> CheckHash(string hash, CancellationToken cancellationToken)
    {
        if (await store.FindByHash(hash, cancellationToken) is not { } known)
            return new KeyCheck.Unknown();

        if (Expired(known))
            return new KeyCheck.Expired(known.ExpiresAt!.Value);

        await NoteUse(known, cancellationToken);
        return new KeyCheck.Accepted(known);
    }

    /// <summary>The key is neither revoked nor expired.</summary>
    internal async Task<bool> IsValid(string id, CancellationToken cancellationToken) =>
        await store.Find(id, cancellationToken) is { } key && !Expired(key);

    /// <returns>Null too if there is no such key.</returns>
    internal async Task<DateTimeOffset?> ExpiryOf(string id, CancellationToken cancellationToken) => (await store.Find(id, cancellationToken))?.ExpiresAt;

    /// <summary>True at the moment of expiry too.</summary>
    public bool Expired(ApiKey key) => key.ExpiresAt <= time.GetUtcNow();

    private NewApiKey New(KeyDraft draft, string? id = null)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        id ??= IdPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        return new NewApiKey(new ApiKey(id, Hash(key), draft.Name, draft.Tenant, draft.Role, time.GetUtcNow(), draft.ExpiresAt), key);
    }

    private async Task NoteUse(ApiKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (key.LastUsedAt is not { } last || now - last >= UseRecordInterval)
            await store.NoteUse(key.Id, now, cancellationToken);
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

public sealed record KeyDraft(string Name, string Tenant, Role Role, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>A rotation has given the key another expiry.</summary>
    internal bool Made(ApiKey key) => this == new KeyDraft(key.Name, key.Tenant, key.Role, key.ReplacedBy is null ? key.ExpiresAt : ExpiresAt);
}

/// <param name="Key">In clear, to be shown once.</param>
public sealed record NewApiKey(ApiKey Stored, string Key);
