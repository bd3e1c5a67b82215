using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Keys;
using AlertRelay.Pages.Layout;
using AlertRelay.Registration;

namespace AlertRelay.Pages.Sessions;

/// <summary>What a sign-in provider says of a person, as a caller of this relay.</summary>
internal static class PersonClaims
{
    public const string IdPrefix = "per_";

    private const int MaxName = 100, IdBytes = 12;

    private const string NoName = "?";

    private const string Of = "http://schemas.microsoft.com/identity/claims/";

    // Those of OpenID Connect, and as App Service writes them.
    private static readonly string[]
        Subjects = ["sub", "oid", Of + "objectidentifier", ClaimTypes.NameIdentifier],
        Names = ["name", "preferred_username", "email", "upn", ClaimTypes.Name, ClaimTypes.Email, ClaimTypes.Upn];

    /// <param name="issuer">Keeps the subjects of two providers apart.</param>
    /// <returns>Either the caller, or what to ask the administrator for.</returns>
    public static (Caller? Caller, string Problem) Read(IReadOnlyCollection<Claim> claims, string issuer, SignInOptions options)
    {
        var subject = First(claims, Subjects);
        var name = Shown(First(claims, Names) ?? subject ?? NoName);
        if (subject is null)
            return (null, PageText.Format(Texts.PersonWithoutSubject, name));
        if (RoleOf(claims, options) is not { } role)
            return (null, PageText.Format(Texts.PersonWithoutRole, name, options.RoleClaim,
                string.Join(", ", new[] { options.AdminRole, options.SubscriberRole, options.ReaderRole }.SelectMany(Values))));

        var tenants = Written(claims, options.TenantClaim).Distinct().ToList();
        var tenant = tenants.Count == 0 ? options.Tenant ?? (role == Role.Admin ? ApiKeyService.FirstTenant : null) : tenants.Count == 1 ? tenants[0] : null;
        return tenant is not null && TenantName.Is(tenant)
            ? (new Caller(Id(issuer, subject), name, tenant, role), "")
            : (null, PageText.Format(Texts.PersonWithoutTenant, name, options.TenantClaim));
    }

    // The role with the most rights.
    private static Role? RoleOf(IReadOnlyCollection<Claim> claims, SignInOptions options)
    {
        var roles = Written(claims, options.RoleClaim).ToHashSet(StringComparer.Ordinal);
        return Values(options.AdminRole).Any(roles.Contains) ? Role.Admin
            : Values(options.SubscriberRole).Any(roles.Contains) ? Role.Subscriber
            : Values(options.ReaderRole).Any(roles.Contains) ? Role.Reader
            : null;
    }

    private static IEnumerable<string> Written(IEnumerable<Claim> claims, string type) =>
        claims.Where(claim => claim.Type == type).Select(claim => claim.Value);

    private static string[] Values(string setting) => setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? First(IReadOnlyCollection<Claim> claims, string[] types) =>
        types.SelectMany(type => Written(claims, type)).FirstOrDefault(value => value.Length > 0);

    private static string Id(string issuer, string subject) =>
        IdPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")).AsSpan(0, IdBytes));

    // It goes into the audit log and into every page.
    private static string Shown(string name) =>
        TextTruncation.To(string.Join(' ', TextSanitizer.Paragraphs(name)), MaxName) is { Length: > 0 } shown ? shown : NoName;
}
