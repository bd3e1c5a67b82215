using System.Xml;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// CAP messages of any sender: a document of one message; an RSS or Atom index whose entries hold CAP's own elements; or one whose entries lead to the
/// documents.
/// An update is a revision of the message that it began with, a cancellation its withdrawal; to expire is quiet.
/// </summary>
internal sealed class CapParser : INoticeParser
{
    public string Name => "cap";

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        if (IsMessage(document))
            return DocumentShape.Whole(Relayed(CapDocument.Read(document), channel), channel);

        return DocumentShape.Whole([.. FeedReader.Read(document).Items.SelectMany(item => EntriesOf(item, document, channel))], channel);
    }

    public Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel) => CapDocument.Read(page).ToNotice(channel);

    private static bool IsMessage(SourceDocument document)
    {
        try
        {
            using var xml = XmlSource.Open(document);
            xml.MoveToContent();
            return CapDocument.IsOne(xml);
        }
        catch (XmlException fault)
        {
            throw new ShapeException($"the XML is broken at line {fault.LineNumber}", fault);
        }
    }

    private static IndexEntry[] Relayed(CapMessage message, Channel channel) =>
        message.IsReal && message.ToNotice(channel) is var notice ? [new IndexEntry(notice.Key, notice)] : [];

    private static IndexEntry[] EntriesOf(FeedItem item, SourceDocument document, Channel channel)
    {
        if (item.Further(CapDocument.Vocabulary, "severity") is not null || item.Further(CapDocument.Vocabulary, "event") is not null)
            return Relayed(MessageOf(item), channel);

        // The page says which message it holds, and which one that follows up: until then it is known by its address.
        var link = item.Link ?? throw new ShapeException("an entry without a link");
        var stamp = item.Updated ?? item.Published ?? link.AbsoluteUri;
        return [new IndexEntry($"page {WebLink.Identity(link)}", null, new PageReference(WebLink.AtHomeOf(document.Url, link.AbsoluteUri), stamp))];
    }

    private static CapMessage MessageOf(FeedItem item) => new()
    {
        Identifier = Cap(item, "identifier") ?? IdOf(item),
        Status = Cap(item, "status"),
        Kind = Cap(item, "msgType") ?? Cap(item, "message_type"),
        References = Cap(item, "references"),
        Sent = WrittenDates.Read(Cap(item, "sent")) ?? WrittenDates.Read(item.Updated ?? item.Published),
        Expires = WrittenDates.Read(Cap(item, "expires")),
        Severity = Cap(item, "severity"),
        Headline = Cap(item, "headline") ?? item.Title,
        Event = Cap(item, "event"),
        Text = CanonicalText.FromHtml(Cap(item, "description") ?? item.Description ?? item.Content ?? ""),
        AreaNames = Cap(item, "areaDesc") ?? "",
        Link = item.Link,
    };

    private static string? Cap(FeedItem item, string name) => item.Further(CapDocument.Vocabulary, name);

    private static string IdOf(FeedItem item) =>
        item.Id is not { Length: > 0 } id ? item.Link is { } link ? WebLink.Identity(link) : throw new ShapeException("an entry without an id")
        : Uri.TryCreate(id, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? WebLink.Identity(address) : id;
}
