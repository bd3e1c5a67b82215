using AlertRelay.Api.Endpoints;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Audit;

/// <summary>Who changed what, newest first.</summary>
internal static class AuditPages
{
    public const string Path = "/audit";

    public static void MapAuditPages(this IEndpointRouteBuilder app) => app.MapSignedIn().MapGet(Path, List);

    public static string AddressOf(string subject) => Path + LinkQuery.Of(("subject", subject));

    // One call: a page of the log.
    private static async Task<PageResult> List(HttpContext http, RelayApi api)
    {
        var search = AuditSearch.Read(http.Request.Query);
        var answer = await api.Get<AuditListResponse>(http, Path + search.Query("newest"));
        return answer.Problem is { Errors.Count: > 0 } wrong
            ? PageResult.Of<AuditPage>(new AuditModel(search, null, wrong.Errors)) with { Status = wrong.Status }
            : answer.Page(list => PageResult.Of<AuditPage>(new AuditModel(search, list, PageProblem.NoErrors)), Path);
    }
}

/// <param name="List">Null if the search is wrong.</param>
internal sealed record AuditModel(AuditSearch Search, AuditListResponse? List, IReadOnlyDictionary<string, string[]> Errors);

/// <summary>The fields of the form, as they were written; empty for none.</summary>
internal sealed record AuditSearch(string Action, string Subject, string Tenant, string Since, string Until, string After)
{
    public bool IsNarrow => Action.Length + Subject.Length + Tenant.Length + Since.Length + Until.Length > 0;

    public static AuditSearch Read(IQueryCollection query) =>
        new(Text(query, "action"), Text(query, "subject"), Text(query, "tenant"), Text(query, "since"), Text(query, "until"), Text(query, "after"));

    /// <param name="order">Of the API; pages have one only.</param>
    public string Query(string? order = null) => LinkQuery.Of(
        ("order", order), ("action", Action), ("subject", Subject), ("tenant", Tenant), ("since", Since), ("until", Until), ("after", After));

    private static string Text(IQueryCollection query, string name) => query[name].ToString().Trim();
}
