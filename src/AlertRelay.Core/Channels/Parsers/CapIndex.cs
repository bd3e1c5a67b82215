namespace AlertRelay.Channels.Parsers;

/// <summary>Entries of a feed that contain CAP messages as CAP elements.</summary>
internal static class CapIndex
{
    public static CapMessage MessageOf(FeedItem item) => new()
    {
        Identifier = Cap(item, "identifier") ?? IdOf(item),
        Status = Cap(item, "status"),
        Kind = Cap(item, "msgType") ?? Cap(item, "message_type"),
        Scope = Cap(item, "scope"),
        IsOver = Cap(item, "references") is not null
            && CapWords.IsOver(Cap(item, "urgency"), Cap(item, "responseType") is { } type ? [type] : [], Cap(item, "category")),
        References = $"{Cap(item, "references")} {ExpiredReferences(item)}",
        Sent = WrittenDates.Read(Cap(item, "sent")) ?? WrittenDates.Read(item.Updated ?? item.Published),
        Expires = WrittenDates.Read(Cap(item, "expires")),
        Severity = Cap(item, "severity"),
        Headline = Cap(item, "headline") ?? item.Title,
        Event = Cap(item, "event"),
        Text = CanonicalText.FromHtml(Cap(item, "description") ?? item.Description ?? item.Content ?? ""),
        AreaNames = Cap(item, "areaDesc") ?? "",
        Link = item.Link,
    };

    /// <summary>Some indexes give an entry to each region of a message. They are one: the most severe speaks for it, and its text names them all.</summary>
    public static IEnumerable<CapMessage> Merged(IEnumerable<CapMessage> messages) =>
        messages.GroupBy(message => (message.Identifier, message.Sent, message.IsReal, Kind: message.Kind?.ToUpperInvariant())).Select(
            same => same.Skip(1).Any() ? One([.. same]) : same.First());

    public static string? Cap(FeedItem item, string name) => item.Further(CapDocument.Vocabulary, name);

    private static CapMessage One(IReadOnlyList<CapMessage> regions)
    {
        var current = regions.Where(region => !region.IsOver).ToList() is { Count: > 0 } some ? some : [.. regions];
        var ordered = current.OrderByDescending(region => CapWords.Rank(region.Severity)).ThenBy(region => region.AreaNames, StringComparer.Ordinal).ToList();
        return ordered[0] with
        {
            IsOver = regions.All(region => region.IsOver),
            Expires = ordered.Max(region => region.Expires),
            Text = string.Join(
                '\n', ordered.SelectMany(region => new[] { region.Headline, region.Text }).Where(text => !string.IsNullOrEmpty(text)).Distinct()),
            AreaNames = string.Join("; ", ordered.Select(region => region.AreaNames).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)),
        };
    }

    // The National Weather Service names the older messages of a chain beside the references.
    private static string? ExpiredReferences(FeedItem item)
    {
        var name = item.Others.FindIndex(other => other is { Name: "valueName", Text: "expiredReferences" });
        return name >= 0 && name + 1 < item.Others.Count && item.Others[name + 1].Name == "value" ? item.Others[name + 1].Text : null;
    }

    private static string IdOf(FeedItem item) =>
        item.Id is not { Length: > 0 } id ? item.Link is { } link ? WebLink.Identity(link) : throw new ShapeException("an entry without an id")
        : Uri.TryCreate(id, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? WebLink.Identity(address) : id;
}
