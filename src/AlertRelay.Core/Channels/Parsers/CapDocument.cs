using System.Xml;
using System.Xml.Linq;

namespace AlertRelay.Channels.Parsers;

/// <summary>Reads a CAP document of any version. Of several languages the first is told; all of its "info" blocks together are one message.</summary>
internal static class CapDocument
{
    public const string Vocabulary = "urn:oasis:names:tc:emergency:cap:";
    private const string FirstVersion = "http://www.incident.com/cap/";

    public static bool IsOne(XmlReader xml) => xml.LocalName == "alert" && IsCap(xml.NamespaceURI);

    /// <exception cref="ShapeException">It is no CAP document.</exception>
    public static CapMessage Read(SourceDocument document)
    {
        var alert = Load(document);
        var all = Children(alert, "info").ToList();
        var language = all.Count > 0 ? Text(all[0], "language") : null;
        var told = all.Where(info => string.Equals(Text(info, "language"), language, StringComparison.OrdinalIgnoreCase)).ToList();
        var first = told.FirstOrDefault() ?? new XElement("info");
        return new CapMessage
        {
            Identifier = Needed(alert, "identifier"),
            Status = Needed(alert, "status"),
            Kind = Needed(alert, "msgType"),
            References = Text(alert, "references"),
            Sent = WrittenDates.Read(Needed(alert, "sent")) ?? throw new ShapeException("a CAP message whose \"sent\" is no date"),
            Expires = told.Max(info => WrittenDates.Read(Text(info, "expires"))),
            Language = language,
            Severity = told.Select(info => Text(info, "severity")).MaxBy(Rank),
            Headline = Text(first, "headline"),
            Event = Text(first, "event"),
            Text = CanonicalText.FromPlain(string.Join('\n', told.SelectMany(TextsOf).Distinct())),
            AreaNames = string.Join("; ", told.SelectMany(info => Children(info, "area")).Select(area => Text(area, "areaDesc")).OfType<string>().Distinct()),
            IsMinor = Parameter(first, ":MinorChange") == "text",
            JoinedAreas = Parameter(first, ":Newly_Active_Areas"),
            Link = WebLink.Resolve(document.Url, Text(first, "web")),
        };
    }

    private static XElement Load(SourceDocument document)
    {
        try
        {
            using var xml = XmlSource.Open(document);
            var root = XDocument.Load(xml).Root!;
            return root.Name.LocalName == "alert" && IsCap(root.Name.NamespaceName)
                ? root
                : throw new ShapeException($"a <{root.Name.LocalName}> document where a CAP message was due");
        }
        catch (XmlException fault)
        {
            throw new ShapeException($"the XML is broken or cut off at line {fault.LineNumber}", fault);
        }
    }

    private static bool IsCap(string vocabulary) =>
        vocabulary.StartsWith(Vocabulary, StringComparison.Ordinal) || vocabulary.StartsWith(FirstVersion, StringComparison.Ordinal);

    private static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(child => child.Name.LocalName == name);

    private static string? Text(XElement parent, string name) =>
        Children(parent, name).FirstOrDefault()?.Value is { } value && CanonicalText.Line(value) is { Length: > 0 } line ? line : null;

    private static string Needed(XElement alert, string name) => Text(alert, name) ?? throw new ShapeException($"a CAP message without \"{name}\"");

    private static IEnumerable<string> TextsOf(XElement info) =>
        Children(info, "description").Concat(Children(info, "instruction")).Select(text => CanonicalText.FromHtml(text.Value));

    private static int Rank(string? severity) => severity switch { "Extreme" => 4, "Severe" => 3, "Moderate" => 2, "Minor" => 1, _ => 0 };

    // The profiles of countries put their own words before the name: "profile:CAP-CP:0.4:MinorChange".
    private static string? Parameter(XElement info, string nameEnd) =>
        Children(info, "parameter").FirstOrDefault(parameter => Text(parameter, "valueName")?.EndsWith(nameEnd, StringComparison.Ordinal) == true) is { } found
            ? Text(found, "value") : null;
}
