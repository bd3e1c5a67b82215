using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api.Endpoints;

/// <summary>Links that open the pages of one tenant once, without a key.</summary>
internal static class PortalLinkEndpoints
{
    /// <summary>Of the page that a link opens.</summary>
    public const string PagePath = "/portal";

    private const string OnlyAdmins = "Only an admin key may name another tenant; leave 'tenant' out.";

    public static void MapPortalLinks(this IEndpointRouteBuilder app)
    {
        var links = app.MapGroup("/portal-links").WithTags("Portal links");
        links.MapPost("", Create)
            .Describe(
                "createPortalLink", "Create a portal link",
                "Makes a link that opens the console for one tenant once, without an API key. "
                + "The link is shown only once and is valid for 5 minutes to 7 days.")
            .WithResponseExample(OperatorExamples.NewPortalLink)
            .WithRequestExamples(RequestExamples.PortalLink)
            .WithProblems(ProblemKind.Forbidden, ProblemKind.Conflict);
        links.MapGet("", List)
            .Describe(
                "listPortalLinks", "List portal links",
                "Returns the links that can still be opened or whose session lasts, newest first. "
                + "A page may be short: continue with its cursor until there is none.")
            .WithResponseExample(OperatorExamples.PortalLinks)
            .WithProblems(ProblemKind.Forbidden);
        links.MapDelete("/{id}", Revoke)
            .Describe("revokePortalLink", "Revoke a portal link", "Makes the link invalid at once, and ends the session that it opened.")
            .WithProblems(ProblemKind.Forbidden, ProblemKind.NotFound);
    }

    private static async Task<Results<Created<PortalLinkResponse>, ProblemHttpResult>> Create(
        PortalLinkRequest body, Caller caller,
        [FromHeader(Name = "Idempotency-Key"), Description(IdempotencyKey.OnceDescription), MaxLength(IdempotencyKey.MaxLength)] string? idempotencyKey,
        HttpRequest request, PortalLinkService links, IPortalLinkStore store, IOptions<RelayOptions> relay, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (caller.IsPortal)
            return ProblemKind.Forbidden.WithDetail("A portal session cannot create portal links. Use an API key.");
        if (!caller.MaySee(body.Tenant ?? caller.Tenant))
            return ProblemKind.Forbidden.WithDetail(OnlyAdmins);

        var errors = new ValidationErrors();
        var draft = Read(body, caller, errors);
        IdempotencyKey? once = null;
        if (idempotencyKey is not null && !IdempotencyKey.TryRead(idempotencyKey, out once))
            return IdempotencyKey.Unreadable;
        if (errors.Any)
            return errors.ToProblem();

        var now = time.GetUtcNow();
        if (await links.HasMost(draft.Tenant, cancellationToken))
            return ProblemKind.Conflict.WithDetail($"The tenant has {IPortalLinkStore.MaxPerTenant} links that are not over; revoke some.");

        var ids = once?.Ids(PortalLinkService.Prefix, caller.KeyId, now);
        if (await links.Create(draft, ids, caller.Actor, cancellationToken) is not { } made)
            return ProblemKind.Conflict.WithDetail(
                "This request was done before, and its link was shown then. If it is lost, revoke it, and send another Idempotency-Key.");

        var root = relay.Value.Base?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
        return TypedResults.Created($"/api/v1/portal-links/{made.Link.Id}", PortalLinkResponse.Of(made.Link, $"{root}{PagePath}/{made.Token}"));
    }

    private static PortalLinkDraft Read(PortalLinkRequest body, Caller caller, ValidationErrors errors)
    {
        var tenant = body.Tenant ?? caller.Tenant;
        TenantName.Check(tenant, errors);
        var lifetime = body.ExpiresIn is null ? PortalLink.DefaultLifetime : DurationText.Read(body.ExpiresIn);
        if (lifetime is not { } time || time < PortalLink.MinLifetime || time > PortalLink.MaxLifetime)
            errors.Add("expiresIn", "write a duration from 5m to 7d, such as \"1h\", or leave it out for an hour.");

        return new PortalLinkDraft(tenant, body.ReadOnly == true ? Role.Reader : Role.Subscriber, lifetime ?? default);
    }

    private static async Task<Results<Ok<PortalLinkList>, ProblemHttpResult>> List(
        [AsParameters] PortalLinkListParameters parameters, HttpRequest request, Caller caller, PortalLinkService links, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var query = QueryReader.Of<PortalLinkListParameters>(request.Query, errors);
        var (cursor, limit, tenant) = (
            query.One(parameters.Cursor), query.Limit(parameters.Limit), query.One(parameters.Tenant) ?? (caller.IsAdmin ? null : caller.Tenant));
        if (!caller.IsAdmin && tenant != caller.Tenant)
            return ProblemKind.Forbidden.WithDetail(OnlyAdmins);
        if (errors.Any)
            return errors.ToProblem();

        return await CursorErrors.Checked<Results<Ok<PortalLinkList>, ProblemHttpResult>>(cursor, async () =>
        {
            var page = await links.List(tenant, cursor, limit, cancellationToken);
            return TypedResults.Ok(new PortalLinkList([.. page.Links.Select(link => PortalLinkResponse.Of(link))], page.Cursor));
        }, refused => refused);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        string id, Caller caller, PortalLinkService links, IPortalLinkStore store, CancellationToken cancellationToken)
    {
        if (caller.IsPortal)
            return ProblemKind.Forbidden.WithDetail("A portal session cannot revoke portal links. Use an API key.");

        return await store.Find(id, cancellationToken) is { } link && caller.MaySee(link.Tenant) && await links.Revoke(link, caller.Actor, cancellationToken)
            ? TypedResults.NoContent()
            : ProblemKind.NoSuch("portal link", id);
    }
}
