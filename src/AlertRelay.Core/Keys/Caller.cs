using System.Reflection;
using System.Security.Claims;
using AlertRelay.Alerts;
using AlertRelay.Api;
using AlertRelay.Auditing;

namespace AlertRelay.Keys;

/// <summary>Who sent the request.</summary>
internal sealed record Caller(string KeyId, string Name, string Tenant, Role Role) : IBindableFromHttpContext<Caller>
{
    private const string TenantClaim = "tenant";

    // The command line has no key.
    public Actor Actor => new(KeyId.Length == 0 ? null : KeyId, Name);

    public bool IsAdmin => Role == Role.Admin;

    public bool MaySee(string tenant) => IsAdmin || tenant == Tenant;

    /// <summary>Alerts are for everybody, but what becomes of a subscription is its tenant's business.</summary>
    public bool MaySee(Alert alert) => alert.Subscription is not { } of || MaySee(of.Tenant);

    public ClaimsPrincipal ToPrincipal() => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, KeyId), new(ClaimTypes.Name, Name), new(TenantClaim, Tenant), new(ClaimTypes.Role, Role.ToString())],
        KeyAuthentication.SchemeName));

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult<Caller?>(Of(context.User));

    public static Caller Of(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
        principal.FindFirstValue(ClaimTypes.Name) ?? "",
        principal.FindFirstValue(TenantClaim) ?? "",
        principal.IsInRole(nameof(Role.Admin)) ? Role.Admin : Role.Subscriber);
}
