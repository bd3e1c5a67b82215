using System.Text.RegularExpressions;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The US State Department's feed of travel advisories. Links, guids, names and dates flip between its copies, so a notice is its country, and doubled
/// countries are given as often as they stand there. What the feed shows while a page is being edited is marked as doubtful.
/// </summary>
internal sealed partial class StateTravelParser : INoticeParser
{
    private const string Worldwide = "worldwide";
    private const string Placeholder = "summary not available";

    // The level's phrase and the country's name may stand beside the placeholder.
    private const int BesidePlaceholder = 120;

    public string Name => "us-state-travel";

    public int Version => 2;

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        DocumentShape.Entries(FeedReader.Read(document).Items, item => IndexEntry.Of(NoticeOf(item, channel)), channel);

    private static Notice NoticeOf(FeedItem item, Channel channel)
    {
        if (item.Title.Length == 0)
            throw new ShapeException("an item without a title");

        var (key, areas) = StateTravelCountry.Of(item);
        var text = CanonicalText.FromHtml(item.Description ?? "");
        var updatedAt = WrittenDates.Read(item.Published ?? item.Updated);
        return new Notice
        {
            Key = key,
            Title = item.Title,
            Link = item.Link ?? channel.Homepage,
            Level = LevelOf(item, key, channel),
            Areas = areas,
            Language = channel.Languages[0],
            Text = text,
            Summary = SentenceSplitter.First(text),
            SignificantFacts = DepartureStatements.In(text, updatedAt),
            UpdatedAt = updatedAt,
            ImplausibleReason = ImplausibleReasonOf(text),
        };
    }

    private static Level LevelOf(FeedItem item, string key, Channel channel)
    {
        var stated = item.CategoriesOf("Threat-Level").Prepend(item.Title).Select(text => Number().Match(text)).FirstOrDefault(match => match.Success);
        return stated is not null
            ? channel.LevelOf(stated.Groups[1].Value) is var level && OfParts().IsMatch(item.Title) ? level with { Scope = Scope.Part } : level
            : key == Worldwide ? Level.None
            : Level.Unreadable("no level");
    }

    private static string? ImplausibleReasonOf(string text) =>
        text.Length == 0 ? "placeholder: empty body"
        : text.Length <= BesidePlaceholder && text.Contains(Placeholder, StringComparison.OrdinalIgnoreCase) ? $"placeholder: {Placeholder}"
        : null;

    // Several places under one title, each with a level of its own: that of the title is the highest.
    [GeneratedRegex(@"\bSee (?:Individual )?Summaries\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfParts();

    [GeneratedRegex(@"\bLevel\s*(\d+)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
