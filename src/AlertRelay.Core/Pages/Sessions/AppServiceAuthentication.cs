using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Sessions;

/// <summary>
/// The header that App Service authentication puts on every request of a person who has signed in there
/// (https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities). Only pages accept it, and only where it is switched on.
/// A session of this relay goes before it.
/// </summary>
internal sealed class AppServiceAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, IOptions<SignInOptions> signIn)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    public const string SchemeName = "AppService", Header = "X-MS-CLIENT-PRINCIPAL", SignOutPath = "/.auth/logout";

    public static bool Applies(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value.AppService && http.Request.Headers.ContainsKey(Header);

    /// <summary>What to ask the administrator for; null if the header says all that is needed.</summary>
    public static string? Problem(HttpContext http) =>
        Applies(http) && Read(http.Request, http.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value) is { Caller: null } refused
            ? refused.Problem
            : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!signIn.Value.AppService)
            return AuthenticateResult.NoResult();
        if (await Context.AuthenticateAsync(SessionAuthentication.SchemeName) is { Succeeded: true } session)
            return session;

        return Read(Request, signIn.Value).Caller is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(SchemeName), SchemeName))
            : AuthenticateResult.NoResult();
    }

    private static (Keys.Caller? Caller, string Problem) Read(HttpRequest request, SignInOptions options)
    {
        try
        {
            using var principal = JsonDocument.Parse(Convert.FromBase64String(request.Headers[Header].ToString()));
            var claims = principal.RootElement.GetProperty("claims").EnumerateArray()
                .Select(claim => new Claim(claim.GetProperty("typ").GetString() ?? "", claim.GetProperty("val").GetString() ?? "")).ToList();
            var issuer = principal.RootElement.TryGetProperty("auth_typ", out var type) ? type.ToString() : "";
            return PersonClaims.Read(claims, $"{SchemeName}/{issuer}", options);
        }
        catch (Exception broken) when (broken is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, Texts.PersonUnreadable);
        }
    }
}
