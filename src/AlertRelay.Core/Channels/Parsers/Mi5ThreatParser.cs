using System.Text.RegularExpressions;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The UK's terrorism threat levels: a feed of one item, whose title states the national level and whose description that and Northern Ireland's.
/// A national level is believed only when both say the same. What else the feed may hold states no level in its title.
/// </summary>
internal sealed partial class Mi5ThreatParser : INoticeParser
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out var zone) ? zone : TimeZoneInfo.Utc;

    public string Name => "mi5-threat-level";

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var feed = FeedReader.Read(document);
        var others = feed.Items.Where(item => !Title().IsMatch(item.Title)).ToList();
        if (feed.Items.Except(others).ToList() is not [var item])
            throw new ShapeException($"{feed.Items.Count - others.Count} items that state a threat level where one was due");
        if (others.Count > DocumentShape.FewOdd)
            throw new ShapeException($"{feed.Items.Count} items where one was due");

        var published = WrittenDates.Read(item.Published, London);
        var text = CanonicalText.FromHtml(item.Description ?? "");
        var whole = new Notice
        {
            Key = "uk-national",
            Title = "National threat level",
            Link = item.Link ?? channel.Homepage,
            Language = channel.Languages[0],
            Text = text,
            SignificantFacts = [],
            PublishedAt = published,
            UpdatedAt = feed.UpdatedAt ?? published,
        };
        var flowing = text.Replace('\n', ' ');
        return NoticeReading.Of(
        [
            At(whole, "GB", Agreed(Title().Match(item.Title), National().Match(flowing)), channel),
            At(whole with { Key = "uk-ni", Title = "Threat to Northern Ireland" }, "GB-NIR", NorthernIreland().Match(flowing), channel),
        ]) with
        {
            Unread = [.. others.Select(other => new UnreadEntry(null, $"\"{other.Title}\" where the threat level was due"))],
        };
    }

    private static Match Agreed(Match title, Match description)
    {
        if (!title.Success || !description.Success)
            throw new ShapeException("no national threat level is named");

        var (one, other) = (title.Groups[1].Value, description.Groups[1].Value);
        return string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
            ? description
            : throw new ShapeException($"the title says {one}, the description {other}");
    }

    private static Notice At(Notice notice, string area, Match sentence, Channel channel) => notice with
    {
        Level = channel.LevelOf(sentence.Success ? sentence.Groups[1].Value.ToUpperInvariant() : "not stated"),
        Areas = CountryNames.OfAlpha2(area) is { } found ? [found] : [],
        Summary = sentence.Value,
    };

    [GeneratedRegex(@"threat level\s*:\s*([A-Za-z]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Title();

    [GeneratedRegex(
        @"[^.]*\b(?:national threat level|threat level for the UK|threat to the UK)\b(?:(?!Northern Ireland)[^.])*?\bis ([A-Za-z]+)\b\.?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex National();

    [GeneratedRegex(
        @"[^.]*\bthreat (?:level )?(?:to|in|for) Northern Ireland\b[^.]*?\bis ([A-Za-z]+)\b\.?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NorthernIreland();
}
