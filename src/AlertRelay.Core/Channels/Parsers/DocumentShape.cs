using System.Text;

namespace AlertRelay.Channels.Parsers;

/// <summary>Checks the shape of a document before it is parsed.</summary>
internal static class DocumentShape
{
    public const int FewOdd = 3;
    private const int Quoted = 40;
    private const double ShareOfOdd = 0.05;

    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

    /// <exception cref="ShapeException">The document is empty, an HTML page, or begins with none of the given bytes.</exception>
    public static void RefuseOtherThan(string due, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> beginnings)
    {
        var text = bytes.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            throw new ShapeException($"an empty document where {due} was due");
        if (IsHtml(text))
            throw new ShapeException($"an HTML page where {due} was due");
        if (!beginnings.Contains(text[0]))
            throw new ShapeException($"\"{Beginning(text)}\" where {due} was due");
    }

    /// <exception cref="ShapeException">The list is empty though the channel's never is.</exception>
    public static NoticeReading Whole(IReadOnlyList<IndexEntry> entries, Channel channel) =>
        entries.Count > 0 || channel.MayBeEmpty ? new NoticeReading(entries) : throw new ShapeException("an empty list where notices were due");

    /// <summary>
    /// Entry by entry, so that a few odd ones do not hide the others. They are few while they are three or a twentieth of the list, and fewer than the rest.
    /// </summary>
    /// <param name="keyOf">The key of an odd entry's notice; null, or a <see cref="ShapeException"/>, if it is not certain.</param>
    /// <exception cref="ShapeException">Too many are odd, or the list is empty though the channel's never is.</exception>
    public static NoticeReading Entries<T>(
        IEnumerable<T> items, Func<T, IEnumerable<IndexEntry>> read, Channel channel, Func<T, string?>? keyOf = null)
    {
        var entries = new List<IndexEntry>();
        var unread = new List<UnreadEntry>();
        ShapeException? first = null;
        var good = 0;
        foreach (var item in items)
        {
            try
            {
                entries.AddRange(read(item));
                good++;
            }
            catch (ShapeException fault)
            {
                first ??= fault;
                unread.Add(new UnreadEntry(KeyOf(item, keyOf), fault.Message));
            }
        }

        return first is not null && (unread.Count >= good || unread.Count > Math.Max(FewOdd, ShareOfOdd * (good + unread.Count)))
            ? throw new ShapeException(first.Message, first)
            : Whole(entries, channel) with { Unread = unread };
    }

    public static string? KeyOf<T>(T item, Func<T, string?>? keyOf)
    {
        try
        {
            return keyOf?.Invoke(item);
        }
        catch (ShapeException)
        {
            return null;
        }
    }

    private static bool IsHtml(ReadOnlySpan<byte> text)
    {
        // Comments may stand before the doctype.
        while (text.StartsWith("<!--"u8) && text.IndexOf("-->"u8) is > 0 and var end)
            text = text[(end + 3)..].TrimStart(" \t\r\n"u8);

        var start = Encoding.Latin1.GetString(text[..Math.Min(text.Length, 16)]);
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    private static string Beginning(ReadOnlySpan<byte> text)
    {
        var line = CanonicalText.FromPlain(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * Quoted)])).Replace('\n', ' ');
        return line.Length > Quoted ? line[..Quoted] : line;
    }
}
