using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// Posts as WordPress lists them (REST API, "/wp/v2/posts" and the like). Numbers are unique within one type of post only, so the slug is the id; dates are UTC
/// without saying so.
/// </summary>
internal sealed class WordPressParser : INoticeParser
{
    public string Name => "wordpress";

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        DocumentShape.Entries(JsonValues.Parse(document).NeededList(), post => IndexEntry.Of(NoticeOf(post, channel)), channel, KeyOf);

    private static string KeyOf(JsonElement post) => post.NeededText("slug");

    private static Notice NoticeOf(JsonElement post, Channel channel)
    {
        var title = CanonicalText.FromHtml(post.Needed("title").NeededText("rendered")).Replace('\n', ' ');
        var text = CanonicalText.FromHtml(post.Needed("content").Text("rendered") ?? "");
        var summary = SentenceSplitter.First(text);
        return new Notice
        {
            Key = KeyOf(post),
            Title = title,
            Link = WebLink.Resolve(channel.Homepage, post.Text("link")) ?? channel.Homepage,
            Areas = NoticeAreas.OwnAndIn($"{title}\n{summary}", channel),
            Language = channel.Languages[0],
            Text = text,
            Summary = summary,
            SignificantFacts = [$"{title}\n{text}"],
            PublishedAt = WrittenDates.Read(post.Text("date_gmt")),
            UpdatedAt = WrittenDates.Read(post.Text("modified_gmt") ?? post.Text("date_gmt")),
        };
    }
}
