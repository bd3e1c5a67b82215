using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Auditing;
using AlertRelay.Keys;

namespace AlertRelay.Registration;

/// <summary>
/// Makes, checks and opens portal links. A token is the random part of the link's id and 32 random bytes, both in base64url. A link and its session end with
/// the API key that made the link: otherwise a person who stole a key would keep an access that nobody sees.
/// </summary>
internal sealed class PortalLinkService(IPortalLinkStore store, ApiKeyService keys, ChangeAudit log, TimeProvider time)
{
    public const string Prefix = "plk_";

    private const int IdBytes = 9, IdLength = 12, SecretBytes = 32, TokenLength = 12 + 43;

    /// <param name="ids">Of an Idempotency-Key: the new link's, and others that it could have had. Null makes one.</param>
    /// <returns>Null if the same request made one before.</returns>
    public async Task<NewPortalLink?> Create(PortalLinkDraft draft, IReadOnlyList<string>? ids, Actor by, CancellationToken cancellationToken)
    {
        if (ids is not null && await log.WasMade(AuditAction.PortalLinkCreated, ids, time.GetUtcNow(), cancellationToken))
            return null;

        var id = ids?[0] ?? Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var token = id[Prefix.Length..] + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var (now, key) = (time.GetUtcNow(), by.Key?.StartsWith(ApiKeyService.IdPrefix, StringComparison.Ordinal) == true ? by.Key : null);
        var end = now + draft.Lifetime;
        if (key is not null && await keys.ExpiryOf(key, cancellationToken) is { } expiry && expiry < end)
            end = expiry;
        var link = new PortalLink(id, Hash(token), draft.Tenant, draft.Role, by.Name, now, end, KeyId: key);
        if (!await store.Add(link, cancellationToken))
            return null;

        await log.Of(null, link, AuditAction.PortalLinkCreated, by);
        return new NewPortalLink(link, token);
    }

    /// <summary>Links that can still be opened, or whose session goes on.</summary>
    /// <inheritdoc cref="IPortalLinkStore.List"/>
    public async Task<PortalLinkPage> List(string? tenant, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var page = await store.List(tenant, time.GetUtcNow(), cursor, limit, cancellationToken);
        var valid = new HashSet<string?> { null };
        foreach (var key in page.Links.Select(link => link.KeyId).OfType<string>().Distinct())
        {
            if (await keys.IsValid(key, cancellationToken))
                valid.Add(key);
        }

        return page with { Links = [.. page.Links.Where(link => valid.Contains(link.KeyId))] };
    }

    /// <summary>The tenant has as many links as it may. Those that are over count only until they are deleted, which is done here too.</summary>
    public async Task<bool> HasMost(string tenant, CancellationToken cancellationToken)
    {
        if (!await IsFull())
            return false;

        await store.Forget(time.GetUtcNow(), cancellationToken);
        return await IsFull();

        async Task<bool> IsFull() =>
            (await store.List(tenant, DateTimeOffset.MinValue, null, IPortalLinkStore.MaxPerTenant, cancellationToken)).Links.Count
                == IPortalLinkStore.MaxPerTenant;
    }

    /// <summary>Changes nothing, so that programs that open every link of an email do not use it up.</summary>
    public async Task<PortalLinkCheck> Check(string token, CancellationToken cancellationToken)
    {
        if (token.Length != TokenLength || await store.Find(Prefix + token[..IdLength], cancellationToken) is not { } link
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(link.Hash), Encoding.ASCII.GetBytes(Hash(token))))
            return new PortalLinkCheck.Unknown();

        return link.OpenedAt is not null ? new PortalLinkCheck.Used()
            : link.ExpiresAt <= time.GetUtcNow() || !await HasKey(link, cancellationToken) ? new PortalLinkCheck.Expired()
            : new PortalLinkCheck.Open(link);
    }

    public async Task<PortalLinkCheck> Open(string token, CancellationToken cancellationToken)
    {
        var check = await Check(token, cancellationToken);
        if (check is not PortalLinkCheck.Open(var link))
            return check;

        var now = time.GetUtcNow();
        if (!await store.Open(link.Id, now, cancellationToken))
            return new PortalLinkCheck.Used();

        var opened = link with { OpenedAt = now };
        await log.Of(link, opened, AuditAction.PortalLinkOpened, new Actor(link.Id, "portal link"));
        return new PortalLinkCheck.Open(opened);
    }

    /// <summary>The session that it opened goes on: neither it nor the key that made it was revoked, and eight hours are not over.</summary>
    public async Task<bool> HasSession(string id, CancellationToken cancellationToken) =>
        await store.Find(id, cancellationToken) is { OpenedAt: not null } link && !link.IsOver(time.GetUtcNow()) && await HasKey(link, cancellationToken);

    private async Task<bool> HasKey(PortalLink link, CancellationToken cancellationToken) =>
        link.KeyId is not { } key || await keys.IsValid(key, cancellationToken);

    public async Task<bool> Revoke(PortalLink link, Actor by, CancellationToken cancellationToken)
    {
        if (!await store.Revoke(link.Id, cancellationToken))
            return false;

        await log.Of(link, null, AuditAction.PortalLinkRevoked, by);
        return true;
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

internal sealed record PortalLinkDraft(string Tenant, Role Role, TimeSpan Lifetime);

/// <param name="Token">What the link's address ends with; shown once.</param>
internal sealed record NewPortalLink(PortalLink Link, string Token);

internal abstract record PortalLinkCheck
{
    private PortalLinkCheck() { }

    public sealed record Open(PortalLink Link) : PortalLinkCheck;

    public sealed record Used : PortalLinkCheck;

    public sealed record Expired : PortalLinkCheck;

    public sealed record Unknown : PortalLinkCheck;
}
