using System.Security.Claims;
using AlertRelay.Api;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Sessions;

/// <summary>
/// People sign in once, with an API key, a portal link or at a provider; a cookie stands for it until it ends. Only pages accept the cookie, so no other
/// site can use it to call the API.
/// </summary>
internal static class SessionAuthentication
{
    public const string SchemeName = "Session";

    /// <summary>Chooses between the cookie, for pages, and the header, for everything else.</summary>
    public const string Selector = "PageOrApi";

    private const string KeyHash = "key-hash", Portal = "portal-link", Person = "person";

    public static readonly TimeSpan Length = TimeSpan.FromHours(8);

    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        // Otherwise the folder of the program would be its name, and another one would read none of its cookies.
        services.AddDataProtection().SetApplicationName("AlertRelay");
        services.AddOptions<KeyManagementOptions>().Configure<SessionKeyRepository>((keys, repository) => keys.XmlRepository = repository);
        // It warns that the keys are not encrypted: the store does that.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddSingleton<SessionKeyRepository>().AddSingleton<OneTimeMessages>();
        services.AddAntiforgery(forms => forms.Cookie.Name = FormGuard.CookieName);
        // It waits for the store when the program starts: a function app with a wrong setting could then not say what is wrong.
        foreach (var early in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
            services.Remove(early);
        services.AddSingleton<SessionKeyLoading>().AddHostedService(provider => provider.GetRequiredService<SessionKeyLoading>());
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<RelayOptions>>((forms, relay) => forms.Cookie.Path = CookiePath(relay.Value));
        new AuthenticationBuilder(services)
            .AddCookie(SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AppServiceAuthentication>(AppServiceAuthentication.SchemeName, null)
            .AddPolicyScheme(Selector, null, policy => policy.ForwardDefaultSelector = http =>
                http.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is null ? KeyAuthentication.SchemeName
                : AppServiceAuthentication.Applies(http) ? AppServiceAuthentication.SchemeName
                : SchemeName);
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsCheck>();
        services.AddOptions<CookieAuthenticationOptions>(SchemeName).Configure<IOptions<RelayOptions>>(Configure);
        return services;
    }

    /// <summary>Cookies are Secure, except at an http:// address of the machine itself.</summary>
    public static void UseSessionCookies(this IApplicationBuilder app)
    {
        var relay = app.ApplicationServices.GetRequiredService<IOptions<RelayOptions>>().Value;
        app.UseCookiePolicy(new CookiePolicyOptions
        {
            OnAppendCookie = appended => appended.CookieOptions.Secure = !IsPlainLoopback(appended.Context.Request, relay),
            OnDeleteCookie = deleted => deleted.CookieOptions.Secure = !IsPlainLoopback(deleted.Context.Request, relay),
        });
    }

    // Many proxies on the machine itself send on "127.0.0.1" as the host, so the address that the operator has set goes first.
    private static bool IsPlainLoopback(HttpRequest request, RelayOptions relay) =>
        (relay.Base ?? (Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var asked) ? asked : null))
            is { IsLoopback: true } address && address.Scheme == Uri.UriSchemeHttp;

    public static string CookiePath(RelayOptions relay) => relay.Root() is { Length: > 0 } root ? root : "/";

    public static Task SignIn(HttpContext http, ApiKey key) =>
        SignIn(http, Principal(new Caller(key.Id, key.Name, key.Tenant, key.Role), new Claim(KeyHash, key.Hash)));

    public static Task SignIn(HttpContext http, PortalLink link) =>
        SignIn(http, Principal(new Caller(link.Id, Texts.PortalLink, link.Tenant, link.Role), new Claim(Portal, link.Id)));

    // The rest of the request, such as its message for the next page, is already that of the new session.
    private static Task SignIn(HttpContext http, ClaimsPrincipal principal)
    {
        http.User = principal;
        return http.SignInAsync(SchemeName, principal);
    }

    /// <summary>Of somebody who has signed in at the provider.</summary>
    public static ClaimsPrincipal OfPerson(Caller caller, SignInOptions signIn) => Principal(caller, new Claim(Person, signIn.Mapping()));

    public static bool IsPerson(ClaimsPrincipal principal) => principal.HasClaim(claim => claim.Type == Person);

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
        options.Events.OnValidatePrincipal = EndWithProof;
    }

    private static ClaimsPrincipal Principal(Caller caller, Claim proof)
    {
        var principal = caller.ToPrincipal(SchemeName);
        ((ClaimsIdentity)principal.Identity!).AddClaim(proof);
        return principal;
    }

    private static async Task EndWithProof(CookieValidatePrincipalContext session)
    {
        if (session.Principal is not { } principal || !await Lasts(principal, session.HttpContext))
            session.RejectPrincipal();
    }

    // A key may be revoked, a link too, and the provider switched off or its roles and tenants understood in another way.
    private static async Task<bool> Lasts(ClaimsPrincipal principal, HttpContext http) =>
        principal.FindFirstValue(KeyHash) is { } hash
            ? await http.RequestServices.GetRequiredService<ApiKeyService>().CheckHash(hash, http.RequestAborted) is KeyCheck.Accepted
        : principal.FindFirstValue(Portal) is { } link
            ? await http.RequestServices.GetRequiredService<PortalLinkService>().HasSession(link, http.RequestAborted)
        : http.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value is { HasProvider: true } signIn
            && principal.FindFirstValue(Person) == signIn.Mapping();
}
