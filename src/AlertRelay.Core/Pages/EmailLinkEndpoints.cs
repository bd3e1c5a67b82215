using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Pages.Layout;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages;

/// <summary>The pages behind links in emails. A GET only shows a button, because many mail programs open every link. A POST performs the action.</summary>
internal static class EmailLinkEndpoints
{
    private const string Field = "List-Unsubscribe", OneClick = "One-Click";

    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapEmailLinkPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").WithMetadata(PageMetadata.Personal).ExcludeFromDescription();
        pages.MapMethods($"{RelayPages.Confirm}/{{id}}", GetOrHead, AskToConfirm);
        pages.MapPost($"{RelayPages.Confirm}/{{id}}", Confirm);
        pages.MapMethods($"{RelayPages.Unsubscribe}/{{token}}", GetOrHead, AskToUnsubscribe);
        pages.MapPost($"{RelayPages.Unsubscribe}/{{token}}", Leave);
    }

    private static async Task<Results<PageResult, ProblemHttpResult>> AskToConfirm(
        string id, HttpContext http, OwnershipCheck check, IOptions<RelayOptions> relay, CancellationToken cancellationToken) =>
        Answer(await check.Invited(id, Token(http), cancellationToken), http, relay.Value);

    private static async Task<Results<PageResult, ProblemHttpResult>> Confirm(
        string id, HttpContext http, OwnershipCheck check, ISubscriptionStore store, ChangeAudit log, IOptions<RelayOptions> relay,
        CancellationToken cancellationToken)
    {
        var before = await store.Find(id, cancellationToken);
        var invitation = await check.Accept(id, Token(http), cancellationToken);
        if (invitation == VerificationInvitation.Accepted && await store.Find(id, cancellationToken) is { } after)
            await log.Of(before, after, AuditAction.SubscriptionVerified, Actor.Target);

        return Answer(invitation, http, relay.Value);
    }

    private static async Task<Results<PageResult, ProblemHttpResult>> AskToUnsubscribe(
        string token, HttpContext http, UnsubscribeService emails, IOptions<RelayOptions> relay, CancellationToken cancellationToken) =>
        Answer(await emails.Check(token, cancellationToken), http, relay.Value);

    private static async Task<Results<PageResult, ProblemHttpResult>> Leave(
        string token, HttpContext http, UnsubscribeService emails, IOptions<RelayOptions> relay, CancellationToken cancellationToken) =>
        await SaysOneClick(http.Request, cancellationToken)
            ? Answer(await emails.Leave(token, cancellationToken), http, relay.Value)
            : ProblemKind.InvalidRequest.WithDetail($"Send the form '{Field}={OneClick}' (RFC 8058, section 3.2).");

    private static Results<PageResult, ProblemHttpResult> Answer(VerificationInvitation invitation, HttpContext http, RelayOptions relay) => invitation switch
    {
        VerificationInvitation.Open => Render(EmailLinkPages.AskToConfirm, relay),
        VerificationInvitation.Accepted => Render(EmailLinkPages.Confirmed, relay),
        VerificationInvitation.Used => Render(EmailLinkPages.ConfirmedBefore, relay),
        VerificationInvitation.Expired => Refused(EmailLinkPages.ConfirmationExpired, ProblemKind.LinkExpired, http, relay),
        _ => Refused(EmailLinkPages.UnknownConfirmation, ProblemKind.NotFound, http, relay),
    };

    private static Results<PageResult, ProblemHttpResult> Answer(UnsubscribeState way, HttpContext http, RelayOptions relay) => way switch
    {
        UnsubscribeState.Open => Render(EmailLinkPages.AskToUnsubscribe, relay),
        UnsubscribeState.Done => Render(EmailLinkPages.Unsubscribed, relay),
        _ => Refused(EmailLinkPages.UnknownUnsubscribeLink, ProblemKind.NotFound, http, relay),
    };

    private static PageResult Render(EmailLinkPage page, RelayOptions relay) =>
        PageResult.Of(page.Write() with { Root = relay.Root(), HasForm = page.Button is not null });

    private static Results<PageResult, ProblemHttpResult> Refused(EmailLinkPage page, ProblemKind kind, HttpContext http, RelayOptions relay)
    {
        http.Response.Headers.Vary = "Accept";
        return PageMetadata.IsForBrowser(http.Request) ? Render(page, relay) with { Status = kind.Status } : kind.WithDetail(page.Words);
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

/// <summary>A page that an email links to: a sentence or two, and perhaps one button.</summary>
/// <param name="Words">Plain text.</param>
/// <param name="Button">Its label; null for none.</param>
internal sealed record EmailLinkPage(string Title, string Words, string? Button = null)
{
    // The form goes to the page's own address, which holds the token. The field is RFC 8058's; whoever confirms does not mind it.
    public Page Write() => new(Title, Markup.Of($"""
        <h1>{Title}</h1>
        <p>{Words}</p>
        {(Button is null
            ? default
            : Markup.Of(
                $"<form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\" value=\"One-Click\">"
                + $"<button type=\"submit\">{Button}</button></form>"))}
        """));
}

internal static class EmailLinkPages
{
    public static readonly EmailLinkPage AskToConfirm = new(
        "Alerts for your address", "Somebody asked this relay to send alerts of official notices to this email address. Nothing is sent "
        + "before you agree.", "Yes, send me alerts");

    public static readonly EmailLinkPage Confirmed = new("Confirmed", "Alerts are sent to your address from now on. Each email says how to unsubscribe.");

    public static readonly EmailLinkPage ConfirmedBefore = new(
        "Already confirmed", "This link was used before, and your address is confirmed. There is nothing more to do.");

    public static readonly EmailLinkPage ConfirmationExpired = new(
        "This link is too old", "A confirmation link is valid for 24 hours. The person who registered your address can have another email sent.");

    public static readonly EmailLinkPage UnknownConfirmation = new(
        "This link is not known", "It may have been copied only in part, a newer email may have replaced it, or the address was confirmed in "
        + "another way.");

    public static readonly EmailLinkPage AskToUnsubscribe = new(
        "Unsubscribe?", "The alerts that brought you here are then no longer sent to your address.", "Unsubscribe");

    public static readonly EmailLinkPage Unsubscribed = new(
        "Unsubscribed", "These alerts are no longer sent to your address. They begin again only if you confirm it again.");

    public static readonly EmailLinkPage UnknownUnsubscribeLink = new(
        "This link is not known", "It may have been copied only in part. Every email has the whole link at its end.");
}
