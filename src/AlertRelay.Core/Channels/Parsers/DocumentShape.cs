using System.Text;

namespace AlertRelay.Channels.Parsers;

/// <summary>What can be said of a document before it is read.</summary>
internal static class DocumentShape
{
    private const int Quoted = 40;

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
