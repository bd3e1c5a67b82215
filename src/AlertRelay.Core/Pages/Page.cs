using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Pages;

/// <summary>A page for people: no scripts, no cookies, nothing from elsewhere.</summary>
/// <param name="Title">Plain text.</param>
internal sealed record Page(string Title, Markup Body)
{
    /// <summary>Where the relay is below its host, as behind a proxy: "" or "/relay".</summary>
    public string Root { get; init; } = "";

    /// <summary>It holds a wide table.</summary>
    public bool IsWide { get; init; }

    /// <summary>Further elements of its head.</summary>
    public Markup Head { get; init; }

    /// <summary>By which readers of feeds find them.</summary>
    /// <param name="query">The filter of the feeds, with its question mark; empty for all alerts.</param>
    public static Markup Feeds(string root, string query = "") => Markup.Join(
        Markup.Of($"<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Alerts\" href=\"{root}{RelayPages.AtomFeed}{query}\">"),
        Markup.Of($"<link rel=\"alternate\" type=\"application/feed+json\" title=\"Alerts\" href=\"{root}{RelayPages.JsonFeed}{query}\">"));

    /// <summary>It holds a form that posts to the relay, or asks it.</summary>
    public bool HasForm { get; init; }
}
