using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Auditing;
using AlertRelay.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace AlertRelay.Api.Endpoints;

/// <summary>Who changed what: page by page, or whole, one entry a line.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder app) => app.MapGet("/audit", List).WithTags("Audit")
        .Describe(
            "listChanges", "List audit entries",
            "Returns who changed what, oldest first or with `order=newest`. "
            + "With `Accept: application/x-ndjson` the response contains all entries, one a line.")
            .WithResponseExample(OperatorExamples.Audit)
        .WithProblems(ProblemKind.Forbidden)
        .AnswersFile(AuditExport.MediaType, "A page of the list; or, where Accept asks for lines, an entry a line.");

    private static async Task<Results<Ok<AuditListResponse>, AuditExport, ProblemHttpResult>> List(
        [AsParameters] AuditParameters parameters, HttpRequest request, Caller caller, IAuditStore store, AuditLog log, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var whole = AuditExport.IsWanted(request);
        var query = Read(parameters, QueryReader.Of<AuditParameters>(request.Query, errors, whole ? ["limit"] : []), errors);
        if (!caller.IsAdmin && (query.Tenant ?? caller.Tenant) != caller.Tenant)
            return ProblemKind.Forbidden.WithDetail("Only an admin key may name another tenant; leave 'tenant' out.");

        if (errors.Any)
            return errors.ToProblem();

        query = query with { Tenant = caller.IsAdmin ? query.Tenant : caller.Tenant };
        if (whole)
            return new AuditExport(log.Export(query, cancellationToken));

        var page = await store.List(query, cancellationToken);
        return TypedResults.Ok(new AuditListResponse(page.Entries, page.After));
    }

    private static AuditQuery Read(AuditParameters parameters, QueryReader reader, ValidationErrors errors)
    {
        var query = new AuditQuery
        {
            Tenant = reader.One(parameters.Tenant),
            Action = reader.One(parameters.Action),
            Subject = reader.One(parameters.Subject),
            Since = reader.Time(parameters.Since),
            Until = reader.Time(parameters.Until),
            After = reader.One(parameters.After),
            NewestFirst = reader.IsNewestFirst(parameters.Order),
            Limit = reader.Limit(parameters.Limit),
        };
        if (query.Action is { } action && !AuditAction.All.Contains(action))
            errors.Add("action", $"'{action}' is unknown; write one of: {string.Join(", ", AuditAction.All)}.");
        if (query.After is { } after && !AuditId.IsOne(after))
            errors.Add("after", "write the 'after' of the page before, or the id of an entry; leave it out to begin.");
        if (query.Until <= query.Since)
            errors.Add("until", "write a time after 'since', or leave it out.");

        return query;
    }
}

/// <param name="After">Send it as 'after' for the next page, even if this page is not full; null if there is nothing more yet.</param>
internal sealed record AuditListResponse(IReadOnlyList<AuditEntry> Entries, string? After);

/// <summary>
/// Newline-delimited JSON, sent page by page. If the store fails midway, the response is aborted, so that nobody errors a part
/// for the whole. 'after' with the last id continues from there.
/// </summary>
public sealed class AuditExport(IAsyncEnumerable<IReadOnlyList<AuditEntry>> pages) : IResult
{
    public const string MediaType = "application/x-ndjson";

    // Escapes non-ASCII characters, because some readers treat U+2028 and others as line ends.
    private static readonly JsonWriterOptions Ascii = new() { Encoder = JavaScriptEncoder.Default };

    public static bool IsWanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var wanted)
        && wanted.Any(type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));

    public static void Write(IBufferWriter<byte> to, AuditEntry entry)
    {
        using (var json = new Utf8JsonWriter(to, Ascii))
            JsonSerializer.Serialize(json, entry, WebJson.Wire.AuditEntry);

        to.Write("\n"u8);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = MediaType;
        await foreach (var page in pages.WithCancellation(httpContext.RequestAborted))
        {
            foreach (var entry in page)
                Write(httpContext.Response.BodyWriter, entry);

            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
