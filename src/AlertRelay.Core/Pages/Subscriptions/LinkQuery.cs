namespace AlertRelay.Pages.Subscriptions;

internal static class LinkQuery
{
    /// <summary>"?status=dead&amp;cursor=…", without empty fields.</summary>
    public static string Of(params IEnumerable<(string Name, string Value)> fields) =>
        QueryString.Create(fields.Where(field => field.Value.Length > 0).Select(field => KeyValuePair.Create(field.Name, (string?)field.Value))).Value ?? "";
}
