using System.Text.RegularExpressions;

namespace AlertRelay.Channels.Parsers;

/// <summary>Links as publishers write them.</summary>
internal static partial class WebLink
{
    // What mailing and analytics tools add to links, and what changes without the page.
    private static readonly string[] Tracking = ["utm_", "mc_", "_ga", "fbclid", "gclid", "xtor", "at_medium", "at_campaign", "cmp", "index_info"];

    /// <returns>An absolute http or https address, or null.</returns>
    public static Uri? Resolve(Uri from, string? link) =>
        !string.IsNullOrWhiteSpace(link) && Uri.TryCreate(from, link.Trim(), out var found) && IsWeb(found) ? found : null;

    /// <summary>The address at the document's own origin, so that no index can send the relay anywhere else.</summary>
    /// <exception cref="ShapeException">The link leads to another host.</exception>
    public static Uri AtHomeOf(Uri document, string link) =>
        Resolve(document, link) is { } found && string.Equals(found.Host, document.Host, StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate(document, found.PathAndQuery, out var home) && string.Equals(home.Host, document.Host, StringComparison.OrdinalIgnoreCase)
            ? home
            : throw new ShapeException("the index names a page on another host");

    /// <summary>What stays the same when a link gains tracking parameters, a session, a fragment, a trailing slash, or an s after its http.</summary>
    public static string Identity(Uri link)
    {
        var parameters = link.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        var significant = string.Join(
            '&', parameters.Where(parameter => !IsTracking(parameter) && !SessionInQuery().IsMatch(parameter)).Order(StringComparer.Ordinal));
        var port = link.IsDefaultPort ? "" : $":{link.Port}";
        return link.Host + port + SessionInPath().Replace(link.AbsolutePath, "").TrimEnd('/') + (significant.Length > 0 ? "?" + significant : "");
    }

    /// <summary>Where a whole site moved to another host, its pages are known by the host of before.</summary>
    public static string Identity(SourceDocument document, Uri link) =>
        Identity(link.Host == document.Url.Host && link.Host != document.RequestUrl.Host ? new UriBuilder(link) { Host = document.RequestUrl.Host }.Uri : link);

    private static bool IsWeb(Uri link) => link.Scheme == Uri.UriSchemeHttp || link.Scheme == Uri.UriSchemeHttps;

    private static bool IsTracking(string parameter) => Array.Exists(Tracking, start => parameter.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    // Java's and ASP.NET's: ";jsessionid=0A1B.live4", "/(S(lit3py55t21z5v55vlm25s55))".
    [GeneratedRegex(@";(?:jsessionid|phpsessid|sid|sessionid)=[^/;]*|/\([A-Z]\([a-z0-9]{20,}\)\)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SessionInPath();

    // A short "sid" may be the publisher's own number.
    [GeneratedRegex(@"^(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|sess(?:ion)?_?id)(?:=|$)|^sid=[\w.-]{16,}$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SessionInQuery();
}
