using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// The posts of an account as Mastodon lists them (docs.joinmastodon.org, "Get account's statuses"), its replies to itself included.
/// Boosts, other replies and posts that are not public are left out.
/// </summary>
internal sealed class MastodonPostsParser : INoticeParser
{
    private const int MaxParts = 100;

    public string Name => "mastodon-posts";

    /// <summary>2: an account's answers to itself, and nothing private.</summary>
    public int Version => 2;

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var statuses = JsonValues.Parse(document).NeededList();
        // By the ids as they are written, so that an odd status hides no other.
        var byId = statuses.Where(status => status.Member("id") is not null)
            .DistinctBy(status => status.Needed("id").GetRawText())
            .ToDictionary(status => status.Needed("id").GetRawText());
        return DocumentShape.Entries(
            statuses,
            status => IsOwn(status) && !IsConversation(status, byId) && PostOf(status, channel).ToEntry(channel) is { } entry ? [entry] : [],
            channel,
            status => status.NeededText("id"));
    }

    private static bool IsOwn(JsonElement status) => status.Member("reblog") is null && status.Text("visibility") is null or "public" or "unlisted";

    /// <summary>An answer to others, or the account's answer to such a one.</summary>
    private static bool IsConversation(JsonElement status, Dictionary<string, JsonElement> byId)
    {
        var part = status;
        for (var number = 0; number < MaxParts && part.Member("in_reply_to_id") is { } before; number++)
        {
            if (!IsToItself(part))
                return true;
            if (!byId.TryGetValue(before.GetRawText(), out part))
                return false;
        }

        return false;
    }

    // A statement in several parts.
    private static bool IsToItself(JsonElement status) =>
        status.Text("in_reply_to_account_id") is { } account && account == status.Member("account")?.Text("id");

    private static Post PostOf(JsonElement status, Channel channel) => new(
        status.NeededText("id"),
        WebLink.Resolve(channel.Homepage, status.Text("url") ?? status.Text("uri")) ?? channel.Homepage,
        // The text before a fold is part of the post.
        CanonicalText.FromHtml($"<p>{status.Text("spoiler_text")}</p>{status.Text("content")}"),
        status.Text("language"),
        WrittenDates.Read(status.Text("created_at")),
        WrittenDates.Read(status.Text("edited_at")));
}
