using System.Runtime.CompilerServices;
using System.Security.Claims;
using AlertRelay.Deliveries;
using AlertRelay.Pages.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AlertRelay.Pages.Sessions;

/// <summary>Signing in at an OpenID Connect provider. Registered only where one is configured, because it costs time at the start.</summary>
internal static class ProviderSignIn
{
    public const string SchemeName = "Provider";

    private const string CallbackPath = "/sign-in/callback", SignedOutPath = "/sign-out/callback";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddSignInProvider(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[$"{SignInOptions.Section}:{nameof(SignInOptions.Authority)}"] is not { Length: > 0 })
            return services;

        Register(services);
        return services;
    }

    // A method of its own, so that the libraries of the protocol are loaded only here.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Register(IServiceCollection services)
    {
        services.AddAuthentication().AddOpenIdConnect(SchemeName, null, _ => { });
        services.AddOptions<OpenIdConnectOptions>(SchemeName).Configure<IOptions<SignInOptions>, IOptions<RelayOptions>>(Configure);
    }

    private static void Configure(OpenIdConnectOptions provider, IOptions<SignInOptions> options, IOptions<RelayOptions> relay)
    {
        var signIn = options.Value;
        (provider.Authority, provider.ClientId, provider.ClientSecret) = (signIn.Authority, signIn.ClientId, signIn.ClientSecret);
        // Settings allow http:// on this machine only.
        provider.RequireHttpsMetadata = signIn.Authority!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        provider.SignInScheme = SessionAuthentication.SchemeName;
        (provider.CallbackPath, provider.SignedOutCallbackPath, provider.SignedOutRedirectUri) =
            (CallbackPath, SignedOutPath, relay.Value.Root() + SignInEndpoints.Path);
        // Any site could end sessions by it.
        provider.RemoteSignOutPath = PathString.Empty;
        (provider.ResponseType, provider.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
        provider.BackchannelTimeout = Timeout;
        provider.MapInboundClaims = false;
        provider.Scope.Clear();
        foreach (var scope in signIn.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            provider.Scope.Add(scope);

        // Many providers write roles into the answer about the user only.
        provider.GetClaimsFromUserInfoEndpoint = true;
        foreach (var claim in new[] { signIn.RoleClaim, signIn.TenantClaim, "name", "preferred_username", "email" }.Distinct())
            provider.ClaimActions.MapJsonKey(claim, claim);

        Cookies(provider, SessionAuthentication.CookiePath(relay.Value));
        provider.Events = Events();
    }

    // The answer is a GET, so cookies need no SameSite=None, which browsers refuse without HTTPS.
    private static void Cookies(OpenIdConnectOptions provider, string path)
    {
        (provider.NonceCookie.SameSite, provider.NonceCookie.Path) = (SameSiteMode.Lax, path);
        (provider.CorrelationCookie.SameSite, provider.CorrelationCookie.Path) = (SameSiteMode.Lax, path);
    }

    private static OpenIdConnectEvents Events() => new()
    {
        OnRedirectToIdentityProvider = redirect =>
        {
            redirect.ProtocolMessage.RedirectUri = BaseUrl(redirect.HttpContext) + CallbackPath;
            return Task.CompletedTask;
        },
        OnRedirectToIdentityProviderForSignOut = redirect =>
        {
            (redirect.ProtocolMessage.ClientId, redirect.ProtocolMessage.PostLogoutRedirectUri) =
                (redirect.Options.ClientId, BaseUrl(redirect.HttpContext) + SignedOutPath);
            return Task.CompletedTask;
        },
        OnTicketReceived = Receive,
        OnRemoteFailure = Fail,
    };

    private static string BaseUrl(HttpContext http) => http.RequestServices.GetRequiredService<PageContext>().BaseUrlOf(http.Request);

    private static async Task Receive(TicketReceivedContext received)
    {
        var options = received.HttpContext.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value;
        var (caller, problem) = PersonClaims.Read([.. received.Principal?.Claims ?? []], options.Authority!, options);
        if (caller is null)
        {
            received.HandleResponse();
            await Page(received.HttpContext, StatusCodes.Status403Forbidden, Texts.NoRightsTitle, problem);
            return;
        }

        received.Principal = SessionAuthentication.OfPerson(caller, options);
        // No tokens and nothing else of the provider in the cookie.
        received.Properties = new AuthenticationProperties();
    }

    private static Task Fail(RemoteFailureContext failed)
    {
        failed.HandleResponse();
        return Page(failed.HttpContext, StatusCodes.Status400BadRequest, Texts.ProviderFailedTitle, Texts.ProviderFailed);
    }

    private static Task Page(HttpContext http, int status, string title, string detail)
    {
        http.User = new ClaimsPrincipal();
        return new PageProblem(status, title, detail, PageProblem.NoErrors, SignInEndpoints.Path).Page().ExecuteAsync(http);
    }
}
