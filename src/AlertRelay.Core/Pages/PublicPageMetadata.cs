namespace AlertRelay.Pages;

/// <summary>Marks the routes of pages: who asks for them has no key, and is counted by address.</summary>
internal sealed class PublicPageMetadata
{
    public static readonly PublicPageMetadata Mark = new();

    private PublicPageMetadata() { }

    /// <summary>Browsers name HTML, programs do not (RFC 9110, 12.5.1).</summary>
    public static bool IsForBrowser(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
