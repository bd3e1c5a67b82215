using System.Net;
using System.Xml.Linq;

namespace AlertRelay.Channels.Parsers;

/// <summary>
/// CAP messages of any sender: a document of one or several; an RSS or Atom index whose entries hold whole messages or CAP's own elements; or one whose entries
/// lead to the documents. An update is a revision of the message that it began with, a cancellation or an all-clear its withdrawal; to expire is quiet.
/// </summary>
internal sealed class CapParser : INoticeParser
{
    private static readonly string[] Significant = ["severity", "msgType", "message_type", "status"];

    public string Name => "cap";

    /// <summary>
    /// 2: chains of references, all-clears, the channel's language, the most severe block's title, one notice for the entries of one message.
    /// </summary>
    public int Version => 2;

    public NoticeReading Read(SourceDocument document, Channel channel)
    {
        var read = XmlSource.Read(document, "CAP or RSS", xml =>
        {
            xml.MoveToContent();
            return FeedReader.IsRoot(xml) ? null : XmlSource.ReadAll(xml);
        });
        if (read is { } root)
            return DocumentShape.Entries(
                CapDocument.MessagesIn(root), message => Relayed([CapDocument.Read(message, channel, document.Url)], channel), channel);

        var items = FeedReader.Read(document).Items;
        var messages = new List<CapMessage>();
        var reading = DocumentShape.Entries(items, item => ReadItem(item, document, channel, messages), channel with { MayBeEmpty = true });
        return DocumentShape.Whole([.. Relayed(CapIndex.Merged(messages), channel), .. reading.Entries], channel) with { Unread = reading.Unread };
    }

    private static IndexEntry[] ReadItem(FeedItem item, SourceDocument document, Channel channel, List<CapMessage> messages)
    {
        messages.AddRange(MessagesOf(item, document, channel));
        return IsReference(item) ? [PageOf(item, document)] : [];
    }

    /// <exception cref="ShapeException">The page holds no message.</exception>
    public Notice ReadPage(SourceDocument page, IndexEntry entry, Channel channel)
    {
        var messages = CapDocument.ReadAll(XmlSource.Load(page), channel, page.Url);
        return (messages.Where(message => message.IsReal).MaxBy(message => message.Sent) ?? messages[0]).ToNotice(channel);
    }

    private static IReadOnlyList<IndexEntry> Relayed(IEnumerable<CapMessage> messages, Channel channel) =>
        [.. messages.Where(message => message.IsReal).Select(message => message.ToNotice(channel)).Select(notice => new IndexEntry(notice.Key, notice))];

    private static IEnumerable<CapMessage> MessagesOf(FeedItem item, SourceDocument document, Channel channel) =>
        item.Messages.Count > 0
            ? item.Messages.SelectMany(
                message => CapDocument.ReadAll(message, channel, document.Url).Select(read => read with { Link = read.Link ?? item.Link }))
        : Escaped(item) is { } message ? CapDocument.ReadAll(message, channel, document.Url).Select(read => read with { Link = read.Link ?? item.Link })
        : IsReference(item) ? []
        : [CapIndex.MessageOf(item)];

    /// <summary>A message within a text of the item.</summary>
    private static XElement? Escaped(FeedItem item)
    {
        var text = new[] { item.Content, item.Description }.Select(written => WebUtility.HtmlDecode(written ?? "").Trim())
            .FirstOrDefault(written => written.StartsWith('<') && written.Contains(CapDocument.Vocabulary, StringComparison.Ordinal));
        return text is null ? null : XmlSource.Load(new SourceDocument(new Uri("urn:text"), System.Text.Encoding.UTF8.GetBytes(text)));
    }

    // An entry with a severity is complete. One with only an event leads to the document.
    private static bool IsReference(FeedItem item) =>
        item.Messages.Count == 0 && Escaped(item) is null
        && !Array.Exists(Significant, name => CapIndex.Cap(item, name) is not null)
        && (CapIndex.Cap(item, "event") is null || (item.MessageLink ?? item.Link) is not null);

    // The page contains the message's id and references. Until it is read, its address is the key.
    private static IndexEntry PageOf(FeedItem item, SourceDocument document)
    {
        var link = item.MessageLink ?? item.Link ?? throw new ShapeException("an entry without a link");
        var stamp = item.Updated ?? item.Published ?? link.AbsoluteUri;
        return new IndexEntry($"page {WebLink.Identity(link)}", null, new PageReference(WebLink.AtHomeOf(document.Url, link.AbsoluteUri), stamp));
    }
}
