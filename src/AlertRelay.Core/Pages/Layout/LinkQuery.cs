namespace AlertRelay.Pages.Layout;

/// <summary>Queries of links and of the API: "?status=dead&amp;cursor=…", without empty fields; empty if all are.</summary>
internal static class LinkQuery
{
    public static string Of(params IEnumerable<(string Name, string? Value)> fields) => QueryString.Create(
        fields.Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => KeyValuePair.Create(field.Name, field.Value))).Value ?? "";

    /// <summary>What a form for a search has sent.</summary>
    public static string Of(HttpRequest request, params IEnumerable<string> names) =>
        Of(names.Select(name => (name, (string?)request.Query[name].ToString().Trim())));
}
