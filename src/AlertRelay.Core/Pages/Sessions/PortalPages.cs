using AlertRelay.Api.Endpoints;
using AlertRelay.Keys;
using AlertRelay.Pages.Layout;
using AlertRelay.Registration;

namespace AlertRelay.Pages.Sessions;

/// <summary>The page behind a portal link. A GET only shows a button, because mail programs open every link; the POST opens a session. One read each.</summary>
internal static class PortalPages
{
    public static void MapPortalPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").WithMetadata(PageMetadata.Personal).AddEndpointFilter(FormGuard.Check).ExcludeFromDescription();
        pages.MapGet($"{PortalLinkEndpoints.PagePath}/{{token}}", Ask);
        pages.MapPost($"{PortalLinkEndpoints.PagePath}/{{token}}", Open);
    }

    private static async Task<PageResult> Ask(string token, PortalLinkService links, CancellationToken cancellationToken)
    {
        var check = await links.Check(token, cancellationToken);
        return check is PortalLinkCheck.Open(var link) ? PageResult.Of<PortalPage>(new PortalModel(token, link)) : Refused(check);
    }

    private static async Task<IResult> Open(string token, HttpContext http, PortalLinkService links, CancellationToken cancellationToken)
    {
        var check = await links.Open(token, cancellationToken);
        if (check is not PortalLinkCheck.Open(var link))
            return Refused(check);

        await SessionAuthentication.SignIn(http, link);
        return new SeeOther("/");
    }

    private static PageResult Refused(PortalLinkCheck check) => new PageProblem(
        check is PortalLinkCheck.Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone,
        check is PortalLinkCheck.Used ? Texts.PortalUsedTitle : check is PortalLinkCheck.Expired ? Texts.LinkExpiredTitle : Texts.LinkUnknownTitle,
        Texts.PortalAskForAnother, PageProblem.NoErrors, SignInEndpoints.Path).Page();
}

internal sealed record PortalModel(string Token, PortalLink Link);
