using AlertRelay.Alerts;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// GDACS, an RSS feed with elements of its own. An event keeps its id while its episodes, its title and its figures move every few hours, and droughts bear the
/// time of the feed: the event's alert level alone is news.
/// </summary>
internal sealed class GdacsParser : INoticeParser
{
    private const string Vocabulary = "http://www.gdacs.org";

    public string Name => "gdacs";

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        DocumentShape.Entries(FeedReader.Read(document).Items, item => IndexEntry.Of(NoticeOf(item, channel)), channel);

    private static Notice NoticeOf(FeedItem item, Channel channel)
    {
        var text = CanonicalText.FromHtml(item.Description ?? "");
        return new Notice
        {
            Key = KeyOf(item),
            Title = item.Title,
            Link = item.Link ?? channel.Homepage,
            Level = channel.LevelOf(item.Further(Vocabulary, "alertlevel") ?? "no alert level"),
            Areas = AreasOf(item),
            Language = channel.Languages[0],
            Text = text,
            Summary = SentenceSplitter.First(text),
            SignificantFacts = [],
            PublishedAt = WrittenDates.Read(item.Further(Vocabulary, "fromdate")),
            UpdatedAt = WrittenDates.Read(item.Published),
        };
    }

    private static string KeyOf(FeedItem item) =>
        item.Further(Vocabulary, "eventid") is { } number && item.Further(Vocabulary, "eventtype") is { } type ? $"{type}{number}".ToUpperInvariant()
        : item.Id is { Length: > 0 } id ? id
        : throw new ShapeException("an event without an id");

    // The code is that of one country, also where several are named; at sea there is none.
    private static IReadOnlyList<Area> AreasOf(FeedItem item)
    {
        var areas = Parts(item, "iso3").Select(CountryNames.OfAlpha3).Concat(Parts(item, "country").Select(CountryNames.Named));
        return [.. areas.OfType<Area>().DistinctBy(area => area.Code)];
    }

    private static string[] Parts(FeedItem item, string name) => (item.Further(Vocabulary, name) ?? "").Split(',', StringSplitOptions.TrimEntries);
}
