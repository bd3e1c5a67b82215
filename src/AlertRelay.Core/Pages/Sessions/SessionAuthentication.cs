using System.Security.Claims;
using AlertRelay.Api;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Sessions;

/// <summary>
/// People sign in with an API key once; a cookie stands for it until the key ends. Only pages accept the cookie, so no other site can use it to call
/// the API.
/// </summary>
internal static class SessionAuthentication
{
    public const string SchemeName = "Session";

    /// <summary>Chooses between the cookie, for pages, and the header, for everything else.</summary>
    public const string Selector = "PageOrApi";

    private const string KeyHash = "key-hash";

    public static readonly TimeSpan Length = TimeSpan.FromHours(8);

    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddOptions<KeyManagementOptions>().Configure<SessionKeyRepository>((keys, repository) => keys.XmlRepository = repository);
        // It warns that the keys are not encrypted: the store does that.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddSingleton<SessionKeyRepository>().AddSingleton<OneTimeMessages>();
        services.AddAntiforgery(forms => forms.Cookie.Name = "alertrelay-form");
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<RelayOptions>>((forms, relay) => forms.Cookie.Path = CookiePath(relay.Value));
        new AuthenticationBuilder(services)
            .AddCookie(SchemeName)
            .AddPolicyScheme(Selector, null, policy => policy.ForwardDefaultSelector = http =>
                http.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is null ? KeyAuthentication.SchemeName : SchemeName);
        services.AddOptions<CookieAuthenticationOptions>(SchemeName).Configure<IOptions<RelayOptions>>(Configure);
        return services;
    }

    /// <summary>Cookies are Secure, except on the machine itself.</summary>
    public static void UseSessionCookies(this IApplicationBuilder app) => app.UseCookiePolicy(new CookiePolicyOptions
    {
        OnAppendCookie = appended => appended.CookieOptions.Secure = !IsLoopback(appended.Context.Request),
        OnDeleteCookie = deleted => deleted.CookieOptions.Secure = !IsLoopback(deleted.Context.Request),
    });

    public static bool IsLoopback(HttpRequest request) => Uri.TryCreate($"http://{request.Host}", UriKind.Absolute, out var host) && host.IsLoopback;

    public static string CookiePath(RelayOptions relay) => relay.Root() is { Length: > 0 } root ? root : "/";

    public static Task SignIn(HttpContext http, ApiKey key)
    {
        var principal = new Caller(key.Id, key.Name, key.Tenant, key.Role).ToPrincipal(SchemeName);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(KeyHash, key.Hash));
        return http.SignInAsync(SchemeName, principal);
    }

    /// <summary>There was a session, and it is over: by time, or because its key was revoked.</summary>
    public static bool HasEnded(HttpContext http) =>
        http.User.Identity?.IsAuthenticated != true && http.Request.Cookies.ContainsKey(CookieName);

    private const string CookieName = "alertrelay-session";

    private static void Configure(CookieAuthenticationOptions options, IOptions<RelayOptions> relay)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.Path = CookiePath(relay.Value);
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = Length;
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = EndWithKey;
    }

    private static async Task EndWithKey(CookieValidatePrincipalContext session)
    {
        var http = session.HttpContext;
        if (session.Principal?.FindFirstValue(KeyHash) is { } hash
            && await http.RequestServices.GetRequiredService<ApiKeyService>().CheckHash(hash, http.RequestAborted) is not KeyCheck.Accepted)
            session.RejectPrincipal();
    }
}
