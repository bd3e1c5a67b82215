using AlertRelay.Api;
using AlertRelay.Deliveries;
using AlertRelay.Pages.Layout;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Sessions;

/// <summary>Signing in with an API key, and out.</summary>
internal static class SignInEndpoints
{
    public const string Path = "/sign-in", OutPath = "/sign-out", ProviderPath = "/sign-in/provider", ProviderOutPath = "/sign-out/provider";

    private const string Key = "key", Next = "next", AtProvider = "at-provider";

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").WithMetadata(PageMetadata.Console).AddEndpointFilter(FormGuard.Check).ExcludeFromDescription();
        pages.MapGet(Path, Show);
        pages.MapPost(Path, SignIn);
        pages.MapPost(OutPath, SignOut);
        pages.MapGet(ProviderPath, GoToProvider);
        pages.MapGet(ProviderOutPath, LeaveProvider);
    }

    private static PageResult Show(HttpContext http, PageContext page)
    {
        var problem = AppServiceAuthentication.Problem(http);
        var signedOut = !http.Request.Query.ContainsKey(AtProvider) ? null
            : AppServiceAuthentication.Applies(http) ? Texts.SignedInByAppService
            : Texts.SignedOut;
        return PageResult.Of<SignInPage>(new SignInModel(
            NextOf(http.Request.Query[Next]), problem ?? signedOut ?? (SessionAuthentication.HasEnded(http) ? Texts.SessionEnded : null), problem is not null)
        {
            ProviderSignOut = signedOut is null ? null
                : AppServiceAuthentication.Applies(http) ? AppServiceAuthentication.SignOutPath
                : page.Link(ProviderOutPath),
        });
    }

    // A link, not a form: a form may not lead to another site (Content-Security-Policy).
    private static IResult GoToProvider(HttpContext http, IOptions<SignInOptions> options, IOptions<RelayOptions> relay) =>
        options.Value.HasProvider
            ? Results.Challenge(
                new AuthenticationProperties { RedirectUri = relay.Value.Root() + NextOf(http.Request.Query[Next]) }, [ProviderSignIn.SchemeName])
            : NoProvider();

    private static IResult LeaveProvider(IOptions<SignInOptions> options) =>
        options.Value.HasProvider ? Results.SignOut(null, [ProviderSignIn.SchemeName]) : NoProvider();

    private static PageResult NoProvider() =>
        new PageProblem(StatusCodes.Status404NotFound, Texts.NoProviderTitle, Texts.NoProvider, PageProblem.NoErrors, Path).Page();

    private static async Task<IResult> SignIn(HttpContext http, ApiKeyService keys, WrongKeys wrong, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var next = NextOf(form[Next]);
        switch (await keys.Check(form[Key].ToString().Trim(), cancellationToken))
        {
            case KeyCheck.Accepted(var key):
                await SessionAuthentication.SignIn(http, key);
                return new SeeOther(next);
            case KeyCheck.Expired(var at):
                return Refused(next, PageText.Format(Texts.KeyExpired, http.Written(at)));
            default:
                return wrong.Add(http.Connection.RemoteIpAddress?.ToString()) is { } wait
                    ? Refused(next, PageText.Format(Texts.TooManyWrongKeys, (int)Math.Ceiling(wait.TotalSeconds)), StatusCodes.Status429TooManyRequests)
                    : Refused(next, Texts.KeyUnknown);
        }
    }

    private static async Task<SeeOther> SignOut(HttpContext http, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await http.SignOutAsync(SessionAuthentication.SchemeName);
        // A link leads on to the provider: a form may not lead to another site (Content-Security-Policy).
        return new SeeOther(SessionAuthentication.IsPerson(http.User) || AppServiceAuthentication.Applies(http) ? $"{Path}?{AtProvider}=true" : Path);
    }

    private static PageResult Refused(string next, string error, int status = StatusCodes.Status401Unauthorized) =>
        PageResult.Of<SignInPage>(new SignInModel(next, error, IsError: true)) with { Status = status };

    // Only a path of this relay: otherwise a link could lead elsewhere after signing in. Addresses are ASCII without spaces (RFC 3986, 2).
    public static string NextOf(string? next) =>
        next is ['/', ..] && !next.StartsWith("//", StringComparison.Ordinal) && !next.Contains('\\') && next.All(character => character is > ' ' and <= '~')
            ? next
            : "/";
}

/// <param name="Next">Where to go afterwards: a path below the root.</param>
/// <param name="Message">Null for none.</param>
internal sealed record SignInModel(string Next, string? Message, bool IsError)
{
    /// <summary>Where to sign out at the provider too; null where there is nothing to say about it.</summary>
    public string? ProviderSignOut { get; init; }
}

/// <summary>After a form: the browser gets another page, so that reloading it sends nothing again (RFC 9110, 15.4.4).</summary>
/// <param name="path">Below the root.</param>
internal sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var page = httpContext.RequestServices.GetRequiredService<PageContext>();
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        // A header is ASCII. What is escaped already stays as it is.
        httpContext.Response.Headers.Location = UriHelper.Encode(new Uri(page.Link(path), UriKind.Relative));
        return Task.CompletedTask;
    }
}
