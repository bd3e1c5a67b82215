using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Auditing;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>Who changed what: page by page, or whole, one entry a line.</summary>
internal static class AuditEndpoints
{
    private static readonly string[] OfExport = ["tenant", "action", "subject", "since", "until", "after"];

    public static void MapAudit(this IEndpointRouteBuilder app) => app.MapGet("/audit", List).WithTags("Audit")
        .Describe("listChanges", "Lists who changed what, oldest first, page by page; or all of it, one entry a line.")
        .WithParameters(
            OpenApiParameters.Tenant,
            OpenApiParameters.Action,
            OpenApiParameters.Subject,
            OpenApiParameters.DoneSince,
            OpenApiParameters.DoneUntil,
            OpenApiParameters.After,
            OpenApiParameters.Limit)
            .WithProblems(ProblemKind.Forbidden)
        .AnswersFile(AuditExport.MediaType, "A page of the list; or, where Accept asks for lines, an entry a line.");

    private static async Task<Results<Ok<AuditListResponse>, AuditExport, ProblemHttpResult>> List(
        HttpRequest request, Caller caller, IAuditStore store, AuditLog log, CancellationToken cancellationToken)
    {
        var mistakes = new ValidationErrors();
        var whole = AuditExport.IsWanted(request);
        var reader = new QueryReader(request.Query, mistakes).Knows(whole ? OfExport : [.. OfExport, "limit"]);
        var query = Read(reader, mistakes);
        if (!caller.IsAdmin && (query.Tenant ?? caller.Tenant) != caller.Tenant)
            return ProblemKind.Forbidden.WithDetail("Only an admin key may name another tenant; leave 'tenant' out.");

        if (mistakes.Any)
            return mistakes.ToProblem();

        query = query with { Tenant = caller.IsAdmin ? query.Tenant : caller.Tenant };
        if (whole)
            return new AuditExport(log.Export(query, cancellationToken));

        var page = await store.List(query, cancellationToken);
        return TypedResults.Ok(new AuditListResponse(page.Entries, page.After));
    }

    private static AuditQuery Read(QueryReader reader, ValidationErrors mistakes)
    {
        var query = new AuditQuery
        {
            Tenant = reader.One("tenant"),
            Action = reader.One("action"),
            Subject = reader.One("subject"),
            Since = reader.Time("since"),
            Until = reader.Time("until"),
            After = reader.One("after"),
            Limit = reader.Limit(),
        };
        if (query.Action is { } action && !AuditAction.All.Contains(action))
            mistakes.Add("action", $"'{action}' is not known; what may be written: {string.Join(", ", AuditAction.All)}.");
        if (query.After is { } after && !AuditId.IsOne(after))
            mistakes.Add("after", "write the 'after' of the page before, or the id of an entry; leave it out to begin.");
        if (query.Until <= query.Since)
            mistakes.Add("until", "write a time after 'since', or leave it out.");

        return query;
    }
}

/// <param name="After">To be sent as 'after' for what follows, also where this page is not full; null when there is nothing more yet.</param>
internal sealed record AuditListResponse(IReadOnlyList<AuditEntry> Entries, string? After);
