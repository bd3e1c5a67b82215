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
