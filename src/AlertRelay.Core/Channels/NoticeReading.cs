using AlertRelay.Channels.Parsers;
using AlertRelay.Channels.Phrases;

namespace AlertRelay.Channels;

/// <summary>The content of one document of a channel: every notice that it lists, completely or by reference to its page.</summary>
/// <param name="Newest">Where the next question may begin: the id of an account's newest post. Null for all other documents, and where there is no new
/// one.</param>
public sealed record NoticeReading(IReadOnlyList<IndexEntry> Entries, string? Newest = null)
{
    /// <summary>The next page of the list, at the same host; null if the document is complete.</summary>
    public Uri? Next { get; init; }

    /// <summary>How many notices bear an id or a link that another one of the document bears too.</summary>
    public int SharedKeys { get; init; }

    /// <summary>Entries that could not be read, while the others could.</summary>
    public IReadOnlyList<UnreadEntry> Unread { get; init; } = [];

    /// <summary>The same document, in which notices that share a key have keys of their own.</summary>
    internal NoticeReading WithKeysOf(NoticeReading listed) => this with { Entries = listed.Entries, SharedKeys = listed.SharedKeys };

    public static NoticeReading Of(IEnumerable<Notice> notices) => new([.. notices.Select(notice => new IndexEntry(notice.Key, notice))]);
}

/// <param name="Notice">The notice as far as the list contains it; null if only its page does.</param>
/// <param name="Page">Its page; null if the list is complete.</param>
public sealed record IndexEntry(string Key, Notice? Notice, PageReference? Page = null)
{
    internal static IndexEntry[] Of(Notice? notice) => notice is null ? [] : [new IndexEntry(notice.Key, notice)];
}

/// <param name="Key">Of the notice that it is about; null where that cannot be read either.</param>
public sealed record UnreadEntry(string? Key, string Reason);

/// <param name="Stamp">The list's own mark of the page's version; the page is read again when it moves.</param>
/// <param name="UpdatedAt">The date that the page should bear; an older page is a stale copy and is read again later.</param>
public sealed record PageReference(Uri Url, string Stamp, DateTimeOffset? UpdatedAt = null);

/// <summary>The bytes are not what the channel publishes: an error page, half a document, another format. A failed poll, never news.</summary>
public sealed class ShapeException : Exception
{
    public ShapeException(string message) : base(message) { }

    public ShapeException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>
/// Names how this program reads a channel: its parser, the parser's options, its table of phrases, and the scale. When it is another one than last
/// time, differences in the notices may be the relay's own, and are stored without an alert.
/// </summary>
internal static class ReadingVersion
{
    public static string Of(Channel channel)
    {
        var options = channel.Options.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "" : channel.Options.GetRawText();
        var levels = channel.Levels.OrderBy(level => level.Key, StringComparer.Ordinal).Select(level => $"{level.Key}={level.Value}");
        var parser = NoticeParsers.Of(channel);
        // A table that the options hold is a part of them; one that they name may change without them.
        var phrases = parser.Phrases ?? channel.Options.Text("levelPhrases");
        var fingerprinted = $"{options}\n{string.Join('\n', levels)}{(phrases is null ? "" : $"\n{PhraseTables.TextOf(phrases)}")}";
        return $"{channel.Parser} {parser.Version} {CanonicalText.Fingerprint(fingerprinted)[..8]}";
    }
}
