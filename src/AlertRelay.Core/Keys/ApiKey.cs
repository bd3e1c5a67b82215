using System.Reflection;
using System.Security.Claims;
using AlertRelay.Alerts;
using AlertRelay.Auditing;

namespace AlertRelay.Keys;

public enum Role
{
    /// <summary>Its own tenant's subscriptions and deliveries, and what is public to subscribers.</summary>
    Subscriber,

    /// <summary>Everything.</summary>
    Admin,

    /// <summary>Sees what a subscriber of its tenant sees, and changes nothing.</summary>
    Reader,
}

/// <summary>A bearer key as it is kept: the key itself ("ark_...") is shown once and not stored.</summary>
/// <param name="Id">"key_..." for lists and revocation.</param>
/// <param name="Hash">SHA-256 of the whole key, lower-case hex; the key has 256 random bits, so no salt and no slow hash is needed.</param>
/// <param name="ReplacedBy">Id of the key that a rotation put into its place.</param>
public sealed record ApiKey(
    string Id, string Hash, string Name, string Tenant, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt = null, DateTimeOffset? LastUsedAt =
        null, string? ReplacedBy = null);

public interface IApiKeyStore
{
    Task<ApiKey?> Find(string id, CancellationToken cancellationToken);

    Task<ApiKey?> FindByHash(string hash, CancellationToken cancellationToken);

    Task<IReadOnlyList<ApiKey>> List(CancellationToken cancellationToken);

    Task Add(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Adds the new key and gives the old one its end, both or neither.</summary>
    /// <param name="old">With <see cref="ApiKey.ExpiresAt"/> and <see cref="ApiKey.ReplacedBy"/> as they are to be.</param>
    /// <returns>False, with nothing written, when the old one is gone or was replaced before.</returns>
    Task<bool> Replace(ApiKey old, ApiKey by, CancellationToken cancellationToken);

    Task<bool> Revoke(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Leaves the last admin key that is valid. The check and the deletion are one: two admin keys that revoke each other at once leave one.
    /// </summary>
    /// <returns>False, with nothing deleted, when there is no such key or it is the last one.</returns>
    Task<bool> RevokeUnlessLast(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Noted now and then, not on every call.</summary>
    Task NoteUse(string id, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>Who sent the request.</summary>
internal sealed record Caller(string KeyId, string Name, string Tenant, Role Role) : IBindableFromHttpContext<Caller>
{
    private const string TenantClaim = "tenant";

    // The command line has no key.
    public Actor Actor => new(KeyId.Length == 0 ? null : KeyId, Name);

    /// <summary>Came by a portal link.</summary>
    public bool IsPortal => KeyId.StartsWith("plk_", StringComparison.Ordinal);

    public bool IsAdmin => Role == Role.Admin;

    public bool MaySee(string tenant) => IsAdmin || tenant == Tenant;

    /// <summary>Alerts are for everybody, but what becomes of a subscription is its tenant's business.</summary>
    public bool MaySee(Alert alert) => alert.Subscription is not { } of || MaySee(of.Tenant);

    /// <param name="scheme">By which it was authenticated.</param>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, KeyId), new(ClaimTypes.Name, Name), new(TenantClaim, Tenant), new(ClaimTypes.Role, Role.ToString())],
        scheme));

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult<Caller?>(Of(context.User));

    public static Caller Of(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
        principal.FindFirstValue(ClaimTypes.Name) ?? "",
        principal.FindFirstValue(TenantClaim) ?? "",
        principal.IsInRole(nameof(Role.Admin)) ? Role.Admin : principal.IsInRole(nameof(Role.Reader)) ? Role.Reader : Role.Subscriber);
}
