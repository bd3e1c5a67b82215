using AlertRelay.Alerts;

namespace AlertRelay.Channels.Parsers;

/// <summary>Makes notices of what the general readers have selected.</summary>
internal static class SelectedNotices
{
    /// <param name="from">What relative links start from, where that is not the document's address.</param>
    public static NoticeReading Read(
        IReadOnlyList<SelectedValue> elements, SelectionOptions options, SourceDocument document, Channel channel, Uri? from = null)
    {
        if (elements.Count > 1 && !options.Element.Chooses("id") && !options.Element.Chooses("link"))
            throw new ShapeException($"{elements.Count} notices on one page, and neither \"id\" nor \"link\" tells them apart");

        var reading = DocumentShape.Entries(
            elements,
            element => EntryOf(element, options, document, from ?? document.Url, channel) is { } entry ? [entry] : [],
            channel with { MayBeEmpty = true });
        // An id that the channel's file names is the publisher's: what bears it twice is one notice.
        return reading.Entries.Count > 0
            ? reading.WithKeysOf(SharedKeys.Distinguished(reading.Entries, _ => options.Element.Chooses("id")))
            : throw new ShapeException("\"list\" finds no notices in the document");
    }

    public static Notice ReadPage(SelectedValue page, SourceDocument document, IndexEntry entry, Channel channel, Uri? from = null)
    {
        var title = page.Line("title") ?? throw new ShapeException("a page without a title");
        var text = TextOf(page);
        var named = page.Areas(title);
        var areas = named.Count > 0 ? named : entry.Notice?.Areas ?? [];
        return new Notice
        {
            Key = entry.Key,
            Title = title,
            Link = page.Address("link", from ?? document.Url, title) ?? entry.Notice?.Link ?? document.Url,
            Level = LevelOf(page, text, areas, entry.Notice?.Level),
            Withdrawn = page.IsEnded || page.HasNoAdvice || entry.Notice is { Withdrawn: true, HasNoAdvice: false },
            HasNoAdvice = page.HasNoAdvice,
            Areas = areas,
            Language = channel.Languages[0],
            Text = text,
            Summary = SentenceSplitter.First(text),
            SignificantFacts = [text],
            UpdatedAt = page.Date ?? entry.Page?.UpdatedAt,
        };
    }

    // A page that gives no advice need not have the part that holds the advice.
    private static string TextOf(SelectedValue page) =>
        page.HasNoAdvice ? page.Line("noAdvice") ?? ""
        : page.Text is { Length: > 0 } found ? found : throw new ShapeException("a page without a text");

    // An element without an id and a link, or without text, is not a notice but a separator or heading.
    private static IndexEntry? EntryOf(SelectedValue element, SelectionOptions options, SourceDocument document, Uri from, Channel channel)
    {
        var title = element.Line("title");
        var ruled = element.Address("link", from, title);
        var alone = !options.Element.Chooses("id") && !options.Element.Chooses("link");
        var id = element.Line("id");
        var stated = options.Addresses.Find(title, id);
        var link = stated is null ? ruled : StatedLink(element, stated, options, from) ?? ruled;
        // Another address in the file's table makes no other notice.
        var key = id ?? ((ruled ?? link) is { } known ? WebLink.Identity(document, known) : alone ? WebLink.Identity(document.RequestUrl) : null);
        if (key is null)
            return null;
        if (key.Contains('\uFFFD'))
            throw new ShapeException("an id with a broken character");

        // The page of what has ended may be gone, or may not say so.
        var ended = element.IsEnded || element.HasNoAdvice;
        var notice = options.Page is null || ended || element.HasLevel || element.Chooses("text") ? NoticeOf(element, key, title, link, channel) : null;
        var page = ended ? null : PageOf(element, link, title, stated, options, document, from);
        return notice is null && page is null ? null : new IndexEntry(key, notice, page);
    }

    // A whole address is that of the page, and the link's only where the page is what is linked.
    private static Uri? StatedLink(SelectedValue element, string stated, SelectionOptions options, Uri from) =>
        !AddressTable.IsWhole(stated) ? element.Address("link", from, null, stated)
        : options.Page is { } page && page.Chooses("address") ? null
        : WebLink.Resolve(from, stated);

    private static PageReference? PageOf(
        SelectedValue element, Uri? link, string? title, string? stated, SelectionOptions options, SourceDocument document, Uri from)
    {
        var address = options.Page is not { } page ? null
            : !page.Chooses("address") ? link
            : stated is not null && AddressTable.IsWhole(stated) ? WebLink.Resolve(from, stated)
            : element.With(page).Address("address", from, title, stated);
        return address is null ? null : new PageReference(WebLink.AtHomeOf(document.Url, address.AbsoluteUri), element.Stamp, element.Date);
    }

    private static Notice? NoticeOf(SelectedValue element, string key, string? title, Uri? link, Channel channel)
    {
        var text = element.Text;
        if (title is null && string.IsNullOrEmpty(text))
            return null;

        var name = title ?? SentenceSplitter.First(text!);
        var areas = element.Areas(name);
        return new Notice
        {
            Key = key,
            Title = name,
            Link = link ?? channel.Homepage,
            Level = LevelOf(element, text, areas, null),
            Withdrawn = element.IsEnded || element.HasNoAdvice,
            HasNoAdvice = element.HasNoAdvice,
            Areas = areas,
            Language = channel.Languages[0],
            Text = text,
            Summary = SentenceSplitter.First(text ?? ""),
            SignificantFacts = text is null ? null : [$"{name}\n{text}"],
            UpdatedAt = element.Date,
        };
    }

    // What has ended need not state a level.
    private static Level LevelOf(SelectedValue element, string? text, IReadOnlyList<Area> areas, Level? listed)
    {
        if (element.HasNoAdvice)
            return Level.None;

        var level = element.HasLevel ? element.LevelIn(text, areas) : listed ?? Level.None;
        return level.IsKnown || !element.IsEnded ? level : Level.None;
    }
}
