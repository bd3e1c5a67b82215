using System.Xml.Linq;

namespace AlertRelay.Channels.Parsers;

/// <param name="UpdatedAt">The feed's own: RSS lastBuildDate or pubDate, Atom updated, dc:date.</param>
internal sealed record Feed(IReadOnlyList<FeedItem> Items, DateTimeOffset? UpdatedAt);

/// <summary>An RSS item or Atom entry as it stands in the feed. Everything is the publisher's word: links may be relative, dates unreadable.</summary>
internal sealed class FeedItem
{
    /// <summary>One line of plain text.</summary>
    public string Title { get; set; } = "";

    /// <summary>Null where the feed's link is no web address.</summary>
    public Uri? Link { get; set; }

    /// <summary>Of a document in CAP, where the item names one by its media type.</summary>
    public Uri? MessageLink { get; set; }

    /// <summary>Messages of CAP that the item holds whole.</summary>
    public List<XElement> Messages { get; } = [];

    /// <summary>RSS guid, Atom id, rdf:about.</summary>
    public string? Id { get; set; }

    /// <summary>HTML, also where the publisher sent plain text.</summary>
    public string? Description { get; set; }

    /// <summary>HTML: content:encoded, Atom content.</summary>
    public string? Content { get; set; }

    public string? Published { get; set; }

    public string? Updated { get; set; }

    public List<(string? Domain, string Text)> Categories { get; } = [];

    /// <summary>
    /// What vocabularies of the publisher's own say, by the innermost element's namespace and name: "level" "5/5", "description" "Do not
    /// travel". Each text is one line.
    /// </summary>
    public List<(string Namespace, string Name, string Text)> Others { get; } = [];

    /// <summary>Null where the item has none, or an empty one.</summary>
    /// <param name="vocabulary">The beginning of its namespace, which often ends in a version.</param>
    public string? Further(string vocabulary, string name) =>
        Others.Find(other => other.Name == name && other.Namespace.StartsWith(vocabulary, StringComparison.Ordinal)).Text is { Length: > 0 } text ? text : null;

    public IEnumerable<string> CategoriesOf(string domain) =>
        Categories.Where(category => string.Equals(category.Domain, domain, StringComparison.OrdinalIgnoreCase)).Select(category => category.Text.Trim());
}
