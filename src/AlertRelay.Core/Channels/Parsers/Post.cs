namespace AlertRelay.Channels.Parsers;

/// <summary>One post of an account, whatever the network.</summary>
/// <param name="Text">Canonical.</param>
/// <param name="UpdatedAt">Of its latest edit.</param>
internal sealed record Post(string Id, Uri Link, string Text, string? Language, DateTimeOffset? PublishedAt, DateTimeOffset? UpdatedAt = null)
{
    /// <summary>A post has no title: its first sentence stands for one. A post of pictures alone has no text to send.</summary>
    public IndexEntry? ToEntry(Channel channel) => Text.Length == 0 ? null : new IndexEntry(Id, new Notice
    {
        Key = Id,
        Title = SentenceSplitter.First(Text),
        Link = Link,
        Areas = NoticeAreas.OwnAndIn(Text, channel),
        Language = Language is null or "" or "und" ? channel.Languages[0] : Language,
        Text = Text,
        Summary = SentenceSplitter.First(Text),
        SignificantFacts = [Text],
        PublishedAt = PublishedAt,
        UpdatedAt = UpdatedAt ?? PublishedAt,
    });
}
