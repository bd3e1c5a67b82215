using System.Xml.Linq;
using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// New arrivals of Japan's overseas safety information, a window of about two days. Danger information (T40) and infection information (T41) get a new key
/// with each edition, so there the country is the notice; spot, wide-area and embassy notices stand for themselves. The flags riskLevel4 to 1 say that some
/// part of the country has that level.
/// </summary>
internal sealed class MofaAnzenParser : INoticeParser
{
    private static readonly TimeZoneInfo Japan = TimeZoneInfo.CreateCustomTimeZone("JST", TimeSpan.FromHours(9), "JST", "JST");
    private static readonly string[] Grades = ["4", "3", "2", "1"];

    public string Name => "mofa-anzen";

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var root = XmlSource.Load(document);
        if (root.Name.LocalName != "opendata")
            throw new ShapeException($"a root <{root.Name.LocalName}> where <opendata> was due");

        return DocumentShape.Entries(root.Elements("mail"), mail => NoticesOf(mail, channel).Select(notice => new IndexEntry(notice.Key, notice)), channel);
    }

    private static IEnumerable<Notice> NoticesOf(XElement mail, Channel channel)
    {
        var type = Needed(mail, "infoType");
        var notice = Common(mail, channel);
        var places = mail.Elements("country").Select(country => Text(country, "cd")).Where(code => code.Length > 0).Distinct().ToList();
        if (type is not ("T40" or "T41") || places.Count == 0)
            return [notice with { Areas = [.. places.Select(CountryNames.OfDiallingCode).OfType<Area>().Distinct()] }];

        var level = LevelOf(mail, type == "T40" ? "riskLevel" : "infectionLevel", channel);
        return places.Select(place => (Code: place, Area: CountryNames.OfDiallingCode(place)))
            .Select(place => notice with { Key = $"{type} {place.Area?.Code ?? place.Code}", Level = level, Areas = place.Area is { } area ? [area] : [] });
    }

    private static Notice Common(XElement mail, Channel channel)
    {
        var lead = CanonicalText.FromHtml(Text(mail, "lead"));
        var published = WrittenDates.Read(Needed(mail, "leaveDate"), Japan) ?? throw new ShapeException("a leaveDate that is no date");
        return new Notice
        {
            Key = Needed(mail, "keyCd"),
            Title = CanonicalText.Line(Needed(mail, "title")),
            Link = WebLink.Resolve(channel.Homepage, Text(mail, "infoUrl")) ?? channel.Homepage,
            Language = channel.Languages[0],
            Text = lead,
            Summary = SentenceSplitter.First(lead),
            SignificantFacts = [lead],
            PublishedAt = published,
            UpdatedAt = published,
        };
    }

    // All four at 0 says that the level is lifted.
    private static Level LevelOf(XElement mail, string flag, Channel channel)
    {
        var flags = Grades.Select(grade => (Grade: grade, Value: Text(mail, flag + grade))).ToList();
        return flags.Exists(stated => stated.Value is not ("0" or "1"))
            ? Level.Unreadable(string.Join(',', flags.Select(stated => $"{flag}{stated.Grade}={stated.Value}")))
            : ZonedLevel.Of(flags.Where(stated => stated.Value == "1").Select(stated => stated.Grade).DefaultIfEmpty("0"), channel);
    }

    private static string Text(XElement element, string name) => element.Element(name)?.Value.Trim() ?? "";

    private static string Needed(XElement mail, string name) =>
        Text(mail, name) is { Length: > 0 } text ? text : throw new ShapeException($"a <mail> without <{name}>");
}
