using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Pages.Layout;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Pages.Emails;

/// <summary>The pages behind links in emails. A GET only shows a button, because many mail programs open every link. A POST performs the action.</summary>
internal static class EmailLinkEndpoints
{
    /// <summary>RFC 8058, section 3.2.</summary>
    public const string Field = "List-Unsubscribe", OneClick = "One-Click";

    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapEmailLinkPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").WithMetadata(PageMetadata.Personal).AddEndpointFilter(ProblemPages.ForBrowsers).ExcludeFromDescription();
        pages.MapMethods($"{RelayPages.Confirm}/{{id}}", GetOrHead, AskToConfirm);
        pages.MapPost($"{RelayPages.Confirm}/{{id}}", Confirm);
        pages.MapMethods($"{RelayPages.Unsubscribe}/{{token}}", GetOrHead, AskToUnsubscribe);
        pages.MapPost($"{RelayPages.Unsubscribe}/{{token}}", Leave);
    }

    private static async Task<Results<PageResult, ProblemHttpResult>> AskToConfirm(
        string id, HttpContext http, OwnershipCheck check, CancellationToken cancellationToken) =>
        Answer(await check.Invited(id, Token(http), cancellationToken), http);

    private static async Task<Results<PageResult, ProblemHttpResult>> Confirm(
        string id, HttpContext http, OwnershipCheck check, ISubscriptionStore store, ChangeAudit log,
        CancellationToken cancellationToken)
    {
        var before = await store.Find(id, cancellationToken);
        var invitation = await check.Accept(id, Token(http), cancellationToken);
        if (invitation == VerificationInvitation.Accepted && await store.Find(id, cancellationToken) is { } after)
            await log.Of(before, after, AuditAction.SubscriptionVerified, Actor.Target);

        return Answer(invitation, http);
    }

    private static async Task<Results<PageResult, ProblemHttpResult>> AskToUnsubscribe(
        string token, HttpContext http, UnsubscribeService emails, CancellationToken cancellationToken) =>
        Answer(await emails.Check(token, cancellationToken), http);

    private static async Task<Results<PageResult, ProblemHttpResult>> Leave(
        string token, HttpContext http, UnsubscribeService emails, CancellationToken cancellationToken) =>
        await SaysOneClick(http.Request, cancellationToken)
            ? Answer(await emails.Leave(token, cancellationToken), http)
            : ProblemKind.InvalidRequest.WithDetail($"Send the form '{Field}={OneClick}' (RFC 8058, section 3.2).");

    private static Results<PageResult, ProblemHttpResult> Answer(VerificationInvitation invitation, HttpContext http) => invitation switch
    {
        VerificationInvitation.Open => Render(EmailLink.AskToConfirm),
        VerificationInvitation.Accepted => Render(EmailLink.Confirmed),
        VerificationInvitation.Used => Render(EmailLink.ConfirmedBefore),
        VerificationInvitation.Expired => Refused(EmailLink.ConfirmationExpired, ProblemKind.LinkExpired, http),
        _ => Refused(EmailLink.UnknownConfirmation, ProblemKind.NotFound, http),
    };

    private static Results<PageResult, ProblemHttpResult> Answer(UnsubscribeState way, HttpContext http) => way switch
    {
        UnsubscribeState.Open => Render(EmailLink.AskToUnsubscribe),
        UnsubscribeState.Done => Render(EmailLink.Unsubscribed),
        _ => Refused(EmailLink.UnknownUnsubscribeLink, ProblemKind.NotFound, http),
    };

    private static PageResult Render(EmailLink page) => PageResult.Of<EmailLinkPage>(page);

    private static Results<PageResult, ProblemHttpResult> Refused(EmailLink page, ProblemKind kind, HttpContext http)
    {
        http.Response.Headers.Vary = "Accept";
        return PageMetadata.IsForBrowser(http.Request) ? Render(page) with { Status = kind.Status } : kind.WithDetail(page.Detail);
    }

    private static string Token(HttpContext http) => http.Request.Query["token"].ToString();

    private static async Task<bool> SaysOneClick(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.HasFormContentType && (await request.ReadFormAsync(cancellationToken))[Field] == OneClick;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}

/// <summary>What the page behind a link says.</summary>
/// <param name="Button">Its label; null for none.</param>
internal sealed record EmailLink(string Title, string Detail, string? Button = null)
{
    public static EmailLink AskToConfirm => new(Texts.ConfirmTitle, Texts.ConfirmDetail, Texts.ConfirmButton);

    public static EmailLink Confirmed => new(Texts.ConfirmedTitle, Texts.ConfirmedDetail);

    public static EmailLink ConfirmedBefore => new(Texts.ConfirmedBeforeTitle, Texts.ConfirmedBeforeDetail);

    public static EmailLink ConfirmationExpired => new(Texts.LinkExpiredTitle, Texts.LinkExpiredDetail);

    public static EmailLink UnknownConfirmation => new(Texts.LinkUnknownTitle, Texts.ConfirmationUnknownDetail);

    public static EmailLink AskToUnsubscribe => new(Texts.UnsubscribeTitle, Texts.UnsubscribeDetail, Texts.UnsubscribeButton);

    public static EmailLink Unsubscribed => new(Texts.UnsubscribedTitle, Texts.UnsubscribedDetail);

    public static EmailLink UnknownUnsubscribeLink => new(Texts.LinkUnknownTitle, Texts.UnsubscribeUnknownDetail);
}
