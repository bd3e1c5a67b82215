using System.Text;
using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The posts of an account as Bluesky's app.bsky.feed.getAuthorFeed lists them, its answers to itself included, without reposts and other replies.
/// The uri stays when a record is rewritten, the cid does not.
/// </summary>
internal sealed class BlueskyPostsParser : INoticeParser
{
    // What stands for a name that cannot be verified at the moment.
    private const string NoHandle = "handle.invalid";

    public string Name => "bluesky-posts";

    /// <summary>2: whole links, and an account's answers to itself.</summary>
    public int Version => 2;

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        DocumentShape.Entries(
            JsonValues.Parse(document).NeededList("feed"),
            item => IsOwn(item) && PostOf(item.Needed("post")).ToEntry(channel) is { } post ? [post] : [],
            channel,
            item => item.Needed("post").NeededText("uri"));

    // A pinned post also comes with a reason, and a second time in its place.
    private static bool IsOwn(JsonElement item) =>
        item.Needed("post") is var post && item.Member("reason") is null
        && (post.Member("record")?.Member("reply") is { } reply ? IsToItself(reply, AccountOf(post.NeededText("uri"))) : item.Member("reply") is null);

    // A statement in several parts. What began with another's words is a conversation.
    private static bool IsToItself(JsonElement reply, string account) =>
        IsOf(reply.Member("root"), account) && IsOf(reply.Member("parent"), account);

    private static bool IsOf(JsonElement? post, string account) => post?.Text("uri") is { } uri && AccountOf(uri) == account;

    // at://did:plc:abc/app.bsky.feed.post/1
    private static string AccountOf(string uri) =>
        uri.Split('/') is [_, _, { Length: > 0 } account, ..] ? account : throw new ShapeException("a post without an account");

    private static Post PostOf(JsonElement post)
    {
        var uri = post.NeededText("uri");
        var record = post.Needed("record");
        var handle = post.Needed("author").NeededText("handle");
        var account = handle == NoHandle ? AccountOf(uri) : Uri.EscapeDataString(handle);
        var link = $"https://bsky.app/profile/{account}/post/{Uri.EscapeDataString(uri[(uri.LastIndexOf('/') + 1)..])}";
        var language = record.Elements("langs").FirstOrDefault();
        return new Post(
            uri, WebLink.Resolve(new Uri("https://bsky.app/"), link) ?? throw new ShapeException("a post whose address is none"), CanonicalText.FromPlain(
                TextOf(record)),
            language.ValueKind == JsonValueKind.String ? ((JsonElement?)language).Text() : null, WrittenDates.Read(record.Text("createdAt")));
    }

    /// <summary>With each link whole: the text shows the beginning of long ones, or other words.</summary>
    private static string TextOf(JsonElement record)
    {
        var text = Encoding.UTF8.GetBytes(record.Text("text") ?? "");
        foreach (var (from, to, address) in Links(record).OrderByDescending(link => link.From))
            if (from >= 0 && from < to && to <= text.Length)
                text = [.. text[..(int)from], .. Encoding.UTF8.GetBytes(Whole(Encoding.UTF8.GetString(text[(int)from..(int)to]), address)), .. text[(int)to..]];

        return Encoding.UTF8.GetString(text);
    }

    private static IEnumerable<(long From, long To, string Address)> Links(JsonElement record) =>
        from facet in record.Elements("facets")
        let address = facet.Elements("features").Select(feature => feature.Text("uri")).FirstOrDefault(uri => uri is not null)
        where Uri.TryCreate(address, UriKind.Absolute, out var link) && link.Scheme is "http" or "https"
        select (facet.Member("index")?.Number("byteStart") ?? -1, facet.Member("index")?.Number("byteEnd") ?? -1, address);

    private static string Whole(string displayed, string address)
    {
        var beginning = displayed.TrimEnd('.', '…')
            .Replace("https://", "", StringComparison.OrdinalIgnoreCase)
            .Replace("http://", "", StringComparison.OrdinalIgnoreCase);
        return beginning.Length > 0 && address.Contains(beginning, StringComparison.OrdinalIgnoreCase) ? address : $"{displayed} ({address})";
    }
}
