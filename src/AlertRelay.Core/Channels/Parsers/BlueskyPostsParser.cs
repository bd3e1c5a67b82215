using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The posts of an account as Bluesky's app.bsky.feed.getAuthorFeed lists them, without reposts and replies. The uri stays when a record is
/// rewritten, the cid does not.
/// </summary>
internal sealed class BlueskyPostsParser : INoticeParser
{
    public string Name => "bluesky-posts";

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        DocumentShape.Whole(
            [.. JsonValues.Parse(document).NeededList("feed").Where(IsOwn).Select(item => PostOf(item.Needed("post")).ToEntry(channel)).OfType<IndexEntry>()],
            channel);

    // A pinned post also comes with a reason, and a second time in its place.
    private static bool IsOwn(JsonElement item) =>
        item.Member("reason") is null && item.Member("reply") is null && item.Member("post")?.Member("record")?.Member("reply") is null;

    private static Post PostOf(JsonElement post)
    {
        var uri = post.NeededText("uri");
        var record = post.Needed("record");
        var link = $"https://bsky.app/profile/{Uri.EscapeDataString(post.Needed("author").NeededText("handle"))}/post/{Uri.EscapeDataString(
            uri[(uri.LastIndexOf('/') + 1)..])}";
        var language = record.Elements("langs").FirstOrDefault();
        return new Post(
            uri, new Uri(link), CanonicalText.FromPlain(record.Text("text") ?? ""), language.ValueKind == JsonValueKind.String
                ? ((JsonElement?)language).Text()
                : null, WrittenDates.Read(record.Text("createdAt")));
    }
}
