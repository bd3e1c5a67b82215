using System.Net;
using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The posts of an account as X's API v2 lists them (docs.x.com, "Get Posts"), the new ones only. An edited post has a new id and names its first one;
/// one that is gone was deleted, which says nothing. The channel's homepage is the account's.
/// </summary>
internal sealed class XPostsParser : INoticeParser
{
    public string Name => "x-posts";

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var answer = JsonValues.Parse(document);
        if (answer.Member("meta")?.Number("result_count") is not { } count)
            throw new ShapeException(
                answer.Elements("errors").FirstOrDefault().Text("title") is { } error
                    ? $"X answers \"{CanonicalText.Line(error)}\""
                    : "no \"meta\" with a \"result_count\"");

        var posts = answer.Elements("data").ToList();
        if (posts.Count != count)
            throw new ShapeException($"{posts.Count} posts where the answer counts {count}");

        var newest = "";
        var reading = DocumentShape.Entries(
            posts.OrderBy(post => DocumentShape.KeyOf(post, IdOf) ?? "", ById),
            post =>
            {
                newest = IdOf(post);
                return IsOwn(post) && PostOf(post, channel).ToEntry(channel) is { } entry ? [entry] : [];
            },
            channel,
            KeyOf);
        // A post that could not be read is not asked for again: each answer is paid for.
        return reading with
        {
            Entries = [.. reading.Entries.GroupBy(entry => entry.Key).Select(versions => versions.Last())],
            Newest = newest.Length > 0 ? newest : null,
        };
    }

    // The request leaves out what others wrote; this is for an answer that does not keep to it.
    private static bool IsOwn(JsonElement post) => !post.Elements("referenced_tweets").Any(other => other.Text("type") is "retweeted" or "replied_to");

    private static Post PostOf(JsonElement post, Channel channel)
    {
        var link = new Uri($"{channel.Homepage.AbsoluteUri.TrimEnd('/')}/status/{IdOf(post)}");
        return new Post(KeyOf(post), link, TextOf(post), post.Text("lang"), WrittenDates.Read(post.Text("created_at")));
    }

    // Long posts are cut in "text". Shortened links are replaced by their targets.
    private static string TextOf(JsonElement post)
    {
        var whole = post.Member("note_tweet") is { } note && note.Text("text") is not null ? note : post;
        var links = whole.Member("entities")?.Elements("urls") ?? post.Member("entities")?.Elements("urls") ?? [];
        var text = WebUtility.HtmlDecode(whole.NeededText("text"));
        foreach (var link in links)
            if (link.Text("url") is { Length: > 0 } brief && link.Text("expanded_url") is { Length: > 0 } full)
                text = text.Replace(brief, full, StringComparison.Ordinal);

        return CanonicalText.FromPlain(text);
    }

    private static string KeyOf(JsonElement post)
    {
        var first = post.Elements("edit_history_tweet_ids").FirstOrDefault();
        return first.ValueKind == JsonValueKind.String ? Checked(((JsonElement?)first).Text()) : IdOf(post);
    }

    private static string IdOf(JsonElement post) => Checked(post.Text("id"));

    private static string Checked(string? id) =>
        id is { Length: > 0 and <= 20 } && id.All(char.IsAsciiDigit) ? id : throw new ShapeException("a post without an id");

    // Ids are numbers that some languages cannot hold, so they come as text.
    private static readonly Comparer<string> ById = Comparer<string>.Create((one, other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other));
}
