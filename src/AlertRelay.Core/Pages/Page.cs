using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Pages;

/// <summary>A page for people: no scripts, no cookies, nothing from elsewhere.</summary>
/// <param name="Title">Plain text.</param>
internal sealed record Page(string Title, Markup Body)
{
    /// <summary>Where the relay is below its host, as behind a proxy: "" or "/relay".</summary>
    public string Root { get; init; } = "";

    /// <summary>Whether it leads to the alerts' pages, which an operator may not want.</summary>
    public bool LinksToAlerts { get; init; }

    /// <summary>More for its head.</summary>
    public Markup Head { get; init; }

    /// <summary>By which readers of feeds find them.</summary>
    public static Markup Feeds(string root) => Markup.Join(
        Markup.Of($"<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Alerts\" href=\"{root}{RelayPages.AtomFeed}\">"),
        Markup.Of($"<link rel=\"alternate\" type=\"application/feed+json\" title=\"Alerts\" href=\"{root}{RelayPages.JsonFeed}\">"));

    public string Write() => Markup.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
        <meta name="robots" content="noindex">
        <title>{Title}</title>
        {Stylesheet.Element}
        {Head}
        </head>
        <body>
        {(LinksToAlerts ? Markup.Of($"<header><nav><a href=\"{Root}{RelayPages.Alerts}\">All alerts</a></nav></header>") : default)}
        <main>
        {Body}
        </main>
        <footer><p>AlertRelay passes on what official channels publish. What counts is what they say on their own pages.</p></footer>
        </body>
        </html>

        """).ToString();
}
