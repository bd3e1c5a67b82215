using System.Xml;
using System.Xml.Linq;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Reads CAP messages of any version, also several in one envelope (EDXL-DE, IPAWS). All "info" blocks of one language together are one message, and the most
/// severe of them speaks for it.
/// </summary>
internal static class CapDocument
{
    public const string Vocabulary = "urn:oasis:names:tc:emergency:cap:";
    private const string FirstVersion = "http://www.incident.com/cap/";

    // CAP 1.2, 3.2.2.
    private const string UnstatedLanguage = "en-US";

    public static bool IsOne(XmlReader xml) => xml.LocalName == "alert" && IsCap(xml.NamespaceURI);

    /// <summary>Every message of a document, or of the part of a feed that holds one.</summary>
    /// <exception cref="ShapeException">There is none, or an odd one.</exception>
    public static IReadOnlyList<CapMessage> ReadAll(XElement root, Channel channel, Uri address) =>
        [.. MessagesIn(root).Select(alert => Read(alert, channel, address))];

    /// <exception cref="ShapeException">There is none.</exception>
    public static IReadOnlyList<XElement> MessagesIn(XElement root) =>
        root.DescendantsAndSelf().Where(element => element.Name.LocalName == "alert" && IsCap(element.Name.NamespaceName)).ToList() is { Count: > 0 } found
            ? found
            : throw new ShapeException($"a <{root.Name.LocalName}> document where a CAP message was due");

    public static CapMessage Read(XElement alert, Channel channel, Uri address)
    {
        var infos = InLanguage([.. Children(alert, "info")], channel);
        var current = infos.Where(info => !IsPast(info)).ToList() is { Count: > 0 } some ? some : infos;
        var first = current.MaxBy(info => CapWords.Rank(Text(info, "severity"))) ?? new XElement("info");
        return new CapMessage
        {
            Identifier = Needed(alert, "identifier"),
            Status = Needed(alert, "status"),
            Kind = Needed(alert, "msgType"),
            Scope = Text(alert, "scope"),
            IsOver = infos.Count > 0 && infos.All(IsPast) && Children(alert, "references").Any(references => references.Value.Trim().Length > 0),
            References = $"{Text(alert, "references")} {Parameter(first, "expiredReferences")}",
            Sent = WrittenDates.Read(Needed(alert, "sent")) ?? throw new ShapeException("a CAP message whose \"sent\" is no date"),
            Expires = current.Max(info => WrittenDates.Read(Text(info, "expires"))),
            Language = infos.Count > 0 ? LanguageOf(first) : null,
            Severity = Text(first, "severity"),
            Headline = Text(first, "headline"),
            Event = Text(first, "event"),
            Text = CanonicalText.FromPlain(string.Join('\n', current.SelectMany(TextsOf).Distinct())),
            AreaNames = string.Join(
                "; ", current.SelectMany(info => Children(info, "area")).Select(area => Text(area, "areaDesc")).OfType<string>().Distinct()),
            IsMinor = Parameter(first, ":MinorChange") == "text",
            JoinedAreas = Parameter(first, ":Newly_Active_Areas"),
            Link = current.Prepend(first).Select(info => WebLink.Resolve(address, Text(info, "web"))).FirstOrDefault(link => link is not null),
        };
    }

    // In the channel's first language that the message has, else in the message's first.
    private static List<XElement> InLanguage(List<XElement> infos, Channel channel)
    {
        var languages = infos.Select(info => CapWords.Language(LanguageOf(info))).ToList();
        var chosen = channel.Languages.Select(CapWords.Language).FirstOrDefault(languages.Contains) ?? languages.FirstOrDefault();
        return [.. infos.Where((_, index) => languages[index] == chosen)];
    }

    private static string LanguageOf(XElement info) => Text(info, "language") ?? UnstatedLanguage;

    private static bool IsPast(XElement info) =>
        CapWords.IsOver(Text(info, "urgency"), Children(info, "responseType").Select(type => type.Value.Trim()), Text(info, "category"))
            || Parameter(info, ":Alert_Location_Status") == "ended";

    private static bool IsCap(string vocabulary) =>
        vocabulary.StartsWith(Vocabulary, StringComparison.Ordinal) || vocabulary.StartsWith(FirstVersion, StringComparison.Ordinal);

    private static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(child => child.Name.LocalName == name);

    private static string? Text(XElement parent, string name) =>
        Children(parent, name).FirstOrDefault()?.Value is { } value && CanonicalText.Line(value) is { Length: > 0 } line ? line : null;

    private static string Needed(XElement alert, string name) => Text(alert, name) ?? throw new ShapeException($"a CAP message without \"{name}\"");

    private static IEnumerable<string> TextsOf(XElement info) =>
        Children(info, "description").Concat(Children(info, "instruction")).Select(text => CanonicalText.FromHtml(EscapedMarkup.Unescaped(text.Value)));

    // The profiles of countries put their own words before the name: "profile:CAP-CP:0.4:MinorChange".
    private static string? Parameter(XElement info, string nameEnd) =>
        Children(info, "parameter").FirstOrDefault(parameter => Text(parameter, "valueName")?.EndsWith(nameEnd, StringComparison.Ordinal) == true) is { } found
            ? Text(found, "value") : null;
}

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
