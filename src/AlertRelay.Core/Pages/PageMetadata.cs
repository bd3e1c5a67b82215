namespace AlertRelay.Pages;

/// <summary>Marks the routes of public pages, which need no key and are rate-limited by address or by link.</summary>
internal sealed class PageMetadata
{
    public static readonly PageMetadata Mark = new();

    /// <summary>The page of one person's link, such as that to unsubscribe.</summary>
    public static readonly PageMetadata Personal = new() { IsPersonal = true };

    /// <summary>The pages of signing in, and those for who is signed in.</summary>
    public static readonly PageMetadata Console = new() { IsConsole = true };

    private PageMetadata() { }

    public bool IsConsole { get; private init; }

    /// <summary>Counted by link, so that no visitor is refused because of others.</summary>
    public bool IsPersonal { get; private init; }

    /// <summary>Browsers name HTML, programs do not (RFC 9110, 12.5.1).</summary>
    public static bool IsForBrowser(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
