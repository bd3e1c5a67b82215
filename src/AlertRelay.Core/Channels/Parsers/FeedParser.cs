using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

/// <summary>RSS 2.0, RSS 1.0 and Atom 1.0 of any publisher; see <see cref="FeedOptions"/>.</summary>
internal sealed partial class FeedParser : INoticeParser
{
    public string Name => "feed";

    /// <summary>2: titles without tags, HTML that was escaped twice, links from their own base.</summary>
    public int Version => 2;

    public IReadOnlyList<string> Problems(JsonElement options) => FeedOptions.Problems(options);

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var options = FeedOptions.Of(channel);
        var items = FeedReader.Read(document).Items;
        var shared = items.GroupBy(item => item.Id).Where(same => same.Select(item => item.Link).Distinct().Skip(1).Any()).Select(same => same.Key).ToHashSet();
        var notices = items.Select(item => NoticeOf(item, KeyOf(item, options, shared), options, channel)).OfType<Notice>();
        var ids = items.Where(item => options.Id is not null || (item.Id is { Length: > 0 } id && !shared.Contains(id)))
            .Select(item => KeyOf(item, options, shared))
            .ToHashSet();
        var reading = SharedKeys.Distinguished([.. notices.Select(notice => new IndexEntry(notice.Key, notice))], entry => ids.Contains(entry.Key));
        return DocumentShape.Whole(reading.Entries, channel) with { SharedKeys = reading.SharedKeys };
    }

    // An item without title, link, id and text is empty.
    private static Notice? NoticeOf(FeedItem item, string? key, FeedOptions options, Channel channel)
    {
        var text = CanonicalText.FromHtml(item.Content is { Length: > 0 } content ? content : item.Description ?? "");
        if (key is null || (item.Title.Length == 0 && text.Length == 0))
            return null;

        var title = item.Title.Length > 0 ? item.Title : SentenceSplitter.First(text);
        var summary = SentenceSplitter.First(item.Description is { Length: > 0 } description ? CanonicalText.FromHtml(description) : text);
        var published = WrittenDates.Read(item.Published);
        return new Notice
        {
            Key = key,
            Title = title,
            Link = item.Link ?? channel.Homepage,
            Level = LevelOf(item, title, text, options, channel),
            Areas = NoticeAreas.Of(title, summary, options.CountryFrom, channel),
            Language = channel.Languages[0],
            Text = text,
            Summary = summary,
            SignificantFacts = SignificantFactsOf(title, text, options),
            PublishedAt = published,
            UpdatedAt = WrittenDates.Read(item.Updated) ?? published,
        };
    }

    /// <summary>The publisher's id where it lasts, else the link without what changes in links, else title and date.</summary>
    private static string? KeyOf(FeedItem item, FeedOptions options, HashSet<string?> shared)
    {
        if (options.Id?.First($"{item.Title}\n{item.Link}") is { } found)
            return found.Contains("://", StringComparison.Ordinal) ? found : found.ToUpperInvariant();
        if (item.Id is { Length: > 0 } id && !shared.Contains(id))
            return Uri.TryCreate(id, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? IdentityOf(address) : id;
        if (item.Link is { } link)
            return WebLink.Identity(link);

        var date = WrittenDates.Read(item.Published ?? item.Updated)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return item.Title.Length > 0 ? $"{item.Title} {date}".TrimEnd() : null;
    }

    // GOV.UK's Atom ids end in "#" and the time of the change; other fragments tell the notices of one page apart.
    private static string IdentityOf(Uri id) => Dated().IsMatch(id.Fragment) ? WebLink.Identity(id) : WebLink.Identity(id) + id.Fragment;

    private static Level LevelOf(FeedItem item, string title, string text, FeedOptions options, Channel channel)
    {
        if (options.Level is null)
            return Level.None;

        var searched = string.Join(
            '\n',
            [title, .. item.Categories.Select(category => category.Text), .. item.Others.Select(other => other.Text), text, item.Link?.AbsoluteUri ?? ""]);
        return channel.LevelOf(options.Level.First(searched));
    }

    private static IReadOnlyList<string> SignificantFactsOf(string title, string text, FeedOptions options) =>
        options.Revision is null ? [$"{title}\n{text}"]
        : options.Revision.First($"{title}\n{text}") is { } revision ? [$"revision {revision}"]
        : [];

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Dated();
}

/// <summary>
/// The options of the "feed" parser, all optional:
/// "idPattern", a regular expression on the title and, after a line end, the link, whose first group (of several, the first that matched) is the notice's id;
/// "levelPattern", one on the title, the categories, elements of other vocabularies, the text and the link, a line each, whose first group is looked up
/// in the channel's levels;
/// "revisionPattern", one on the title and the text, a line each, for publishers who count their revisions: nothing but its first group is news of a
/// known notice;
/// "countryFrom", "channel", "title", "text" or "none": by default the title for travel advice, else the channel.
/// </summary>
internal sealed record FeedOptions(Regex? Id, Regex? Level, Regex? Revision, CountryFrom CountryFrom)
{
    private static readonly string[] Names = ["idPattern", "levelPattern", "revisionPattern", "countryFrom"];

    public static IReadOnlyList<string> Problems(JsonElement options) => ParserOptions.Problems(options, Reader(Category.Statement));

    public static FeedOptions Of(Channel channel) => ParserOptions.Of(channel, Reader(channel.Category));

    private static Func<JsonElement, List<string>, FeedOptions> Reader(Category category) => (options, problems) => Read(options, category, problems);

    private static FeedOptions Read(JsonElement options, Category category, List<string> problems)
    {
        var defaultSource = NoticeAreas.DefaultFor(category);
        if (!ParserOptions.AreStated(options, "{ \"countryFrom\": \"title\" }", Names, problems))
            return new FeedOptions(null, null, null, defaultSource);

        return new FeedOptions(
            OptionPattern.Of(options, "idPattern", grouped: true, problems),
            OptionPattern.Of(options, "levelPattern", grouped: true, problems),
            OptionPattern.Of(options, "revisionPattern", grouped: true, problems),
            NoticeAreas.CountryFromOf(options, problems) ?? defaultSource);
    }
}
