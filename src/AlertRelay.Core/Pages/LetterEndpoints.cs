using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages;

/// <summary>Where the links in letters lead. A GET only shows a button, since many mail programs open every link; a POST does what the button says.</summary>
public static class LetterEndpoints
{
    private const string Field = "List-Unsubscribe", OneClick = "One-Click";

    private static readonly string[] Look = [HttpMethods.Get, HttpMethods.Head];

    public static void MapLetterPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").WithMetadata(PublicPage.Mark).ExcludeFromDescription();
        pages.MapMethods($"{RelayPages.Confirm}/{{id}}", Look, AskToConfirm);
        pages.MapPost($"{RelayPages.Confirm}/{{id}}", Confirm);
        pages.MapMethods($"{RelayPages.Unsubscribe}/{{token}}", Look, AskToLeave);
        pages.MapPost($"{RelayPages.Unsubscribe}/{{token}}", Leave);
    }

    private static async Task<Results<PageAnswer, Problem>> AskToConfirm(string id, HttpContext http, OwnershipCheck check, IOptions<RelayOptions> relay, CancellationToken cancellation) =>
        Answer(await check.Invited(id, Token(http), cancellation), http, relay.Value);

    private static async Task<Results<PageAnswer, Problem>> Confirm(
        string id, HttpContext http, OwnershipCheck check, ISubscriptionStore store, ChangeAudit log, IOptions<RelayOptions> relay, CancellationToken cancellation)
    {
        var before = await store.Find(id, cancellation);
        var invitation = await check.Accept(id, Token(http), cancellation);
        if (invitation == VerificationInvitation.Accepted && await store.Find(id, cancellation) is { } after)
            await log.Of(before, after, AuditAction.SubscriptionVerified, Actor.Target);

        return Answer(invitation, http, relay.Value);
    }

    private static async Task<Results<PageAnswer, Problem>> AskToLeave(string token, HttpContext http, UnsubscribeService letters, IOptions<RelayOptions> relay, CancellationToken cancellation) =>
        Answer(await letters.Look(token, cancellation), http, relay.Value);

    private static async Task<Results<PageAnswer, Problem>> Leave(string token, HttpContext http, UnsubscribeService letters, IOptions<RelayOptions> relay, CancellationToken cancellation) =>
        await SaysOneClick(http.Request, cancellation)
            ? Answer(await letters.Leave(token, cancellation), http, relay.Value)
            : ProblemKind.InvalidRequest.Because($"Send the form '{Field}={OneClick}' (RFC 8058, section 3.2).");

    private static Results<PageAnswer, Problem> Answer(VerificationInvitation invitation, HttpContext http, RelayOptions relay) => invitation switch
    {
        VerificationInvitation.Open => Shown(LetterPages.AskToConfirm, relay),
        VerificationInvitation.Accepted => Shown(LetterPages.Confirmed, relay),
        VerificationInvitation.Used => Shown(LetterPages.ConfirmedBefore, relay),
        VerificationInvitation.Expired => Refused(LetterPages.ConfirmationExpired, ProblemKind.LinkExpired, http, relay),
        _ => Refused(LetterPages.UnknownConfirmation, ProblemKind.NotFound, http, relay),
    };

    private static Results<PageAnswer, Problem> Answer(UnsubscribeState way, HttpContext http, RelayOptions relay) => way switch
    {
        UnsubscribeState.Open => Shown(LetterPages.AskToLeave, relay),
        UnsubscribeState.Done => Shown(LetterPages.Left, relay),
        _ => Refused(LetterPages.UnknownWayOut, ProblemKind.NotFound, http, relay),
    };

    private static PageAnswer Shown(LetterPage page, RelayOptions relay) =>
        PageAnswer.Of(page.Write() with { Root = relay.Root(), LinksToAlerts = relay.PublicPages }) with { HasForm = page.Button is not null };

    private static Results<PageAnswer, Problem> Refused(LetterPage page, ProblemKind kind, HttpContext http, RelayOptions relay)
    {
        http.Response.Headers.Vary = "Accept";
        return PublicPage.IsForBrowser(http.Request) ? Shown(page, relay) with { Status = kind.Status } : kind.Because(page.Words);
    }

    private static string Token(HttpContext http) => http.Request.Query["token"].ToString();

    private static async Task<bool> SaysOneClick(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            return request.HasFormContentType && (await request.ReadFormAsync(cancellation))[Field] == OneClick;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
