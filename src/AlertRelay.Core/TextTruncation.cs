using System.Globalization;
using System.Text;

namespace AlertRelay;

/// <summary>Truncates a text, at the end of a word if one is near, and never within a grapheme.</summary>
internal static class TextTruncation
{
    private const string Ellipsis = "…";

    // If the last word boundary is before this share of the text, the word is split.
    private const double MinShare = 0.6;

    /// <param name="max">In UTF-16 units, with the ellipsis.</param>
    public static string To(string text, int max) =>
        text.Length <= max ? text : max <= 0 ? "" : AtWord(text, Graphemes(text, max - Ellipsis.Length)) + Ellipsis;

    /// <summary>The longest start of the text that stays within the limit after escaping for a chat.</summary>
    /// <param name="measure">Counts in the chat's units.</param>
    public static string Fit(string text, int max, Func<string, string> write, Func<string, int> measure)
    {
        if (measure(write(text)) <= max)
            return write(text);

        var (fits, tooLong) = (0, text.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            if (measure(write(To(text, middle))) <= max)
                fits = middle;
            else
                tooLong = middle;
        }

        return write(To(text, fits));
    }

    /// <inheritdoc cref="Fit(string, int, Func{string, string}, Func{string, int})"/>
    public static string Fit(string text, int max, Func<string, string> write) => Fit(text, max, write, written => written.Length);

    public static string ToBytes(string text, int max) => Fit(text, max, same => same, Encoding.UTF8.GetByteCount);

    private static int Graphemes(string text, int max)
    {
        var end = 0;
        while (end < text.Length && end + StringInfo.GetNextTextElementLength(text, end) is var next && next <= max)
            end = next;
        return end;
    }

    private static string AtWord(string text, int end)
    {
        var word = text.LastIndexOf(' ', Math.Max(0, end - 1), Math.Max(0, end));
        return text[..(word > end * MinShare ? word : end)].TrimEnd();
    }
}
