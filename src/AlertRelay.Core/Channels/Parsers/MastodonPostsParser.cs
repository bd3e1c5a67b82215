using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The posts of an account as Mastodon lists them (docs.joinmastodon.org, "Get account's statuses"), its replies to itself included.
/// Boosts, other replies and posts that are not public are left out.
/// </summary>
internal sealed class MastodonPostsParser : INoticeParser
{
    public string Name => "mastodon-posts";

    /// <summary>2: an account's answers to itself, and nothing private.</summary>
    public int Version => 2;

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var statuses = JsonValues.Parse(document).NeededList();
        var others = Conversations(statuses);
        return DocumentShape.Whole(
            [
                .. statuses.Where(status => IsOwn(status) && !others.Contains(status.NeededText("id")))
                    .Select(status => PostOf(status, channel).ToEntry(channel))
                    .OfType<IndexEntry>(),
            ],
            channel);
    }

    private static bool IsOwn(JsonElement status) => status.Member("reblog") is null && status.Text("visibility") is null or "public" or "unlisted";

    /// <summary>Ids of the answers to others, and of the account's answers to these.</summary>
    private static HashSet<string> Conversations(IReadOnlyList<JsonElement> statuses)
    {
        var found = new HashSet<string>();
        foreach (var answer in statuses.Where(status => status.Member("in_reply_to_id") is not null).OrderBy(
            status => WrittenDates.Read(status.Text("created_at"))))
            if (!IsToItself(answer) || (answer.Text("in_reply_to_id") is { } before && found.Contains(before)))
                found.Add(answer.NeededText("id"));

        return found;
    }

    // A statement in several parts.
    private static bool IsToItself(JsonElement status) =>
        status.Text("in_reply_to_account_id") is { } account && account == status.Member("account")?.Text("id");

    private static Post PostOf(JsonElement status, Channel channel) => new(
        status.NeededText("id"),
        WebLink.Resolve(channel.Homepage, status.Text("url") ?? status.Text("uri")) ?? channel.Homepage,
        // What stands before a fold is part of what is said.
        CanonicalText.FromHtml($"<p>{status.Text("spoiler_text")}</p>{status.Text("content")}"),
        status.Text("language"),
        WrittenDates.Read(status.Text("created_at")),
        WrittenDates.Read(status.Text("edited_at")));
}
