using System.Text.Json;

namespace AlertRelay.Channels.Parsers;

/// <summary>The posts of an account as Mastodon lists them (docs.joinmastodon.org, "Get account's statuses"), without boosts and replies.</summary>
internal sealed class MastodonPostsParser : INoticeParser
{
    public string Name => "mastodon-posts";

    public NoticeReading Read(SourceDocument document, Channel channel) =>
        DocumentShape.Whole(
            [.. JsonValues.Parse(document).NeededList().Where(IsOwn).Select(status => PostOf(status, channel).ToEntry(channel)).OfType<IndexEntry>()], channel);

    private static bool IsOwn(JsonElement status) => status.Member("reblog") is null && status.Member("in_reply_to_id") is null;

    private static Post PostOf(JsonElement status, Channel channel) => new(
        status.NeededText("id"),
        WebLink.Resolve(channel.Homepage, status.Text("url") ?? status.Text("uri")) ?? channel.Homepage,
        // What stands before a fold is part of what is said.
        CanonicalText.FromHtml($"<p>{status.Text("spoiler_text")}</p>{status.Text("content")}"),
        status.Text("language"),
        WrittenDates.Read(status.Text("created_at")),
        WrittenDates.Read(status.Text("edited_at")));
}
