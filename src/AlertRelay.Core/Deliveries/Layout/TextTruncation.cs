using System.Globalization;
using System.Text;

namespace AlertRelay.Deliveries.Layout;

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

/// <summary>Cuts a list to a length. A cut list ends with "and N more", so that nobody takes it for the whole.</summary>
internal static class CutList
{
    // "and 99999 more", with a separator.
    private const int MoreLength = 16;

    /// <param name="unlisted">How many items are missing already.</param>
    /// <param name="measure">Counts in the chat's units, with what separates items.</param>
    /// <returns>The items from the start that fit, with room for the last line; and how many are missing.</returns>
    public static (IReadOnlyList<T> Visible, int Missing) Take<T>(IReadOnlyList<T> items, int unlisted, int max, Func<T, int> measure)
    {
        var room = unlisted == 0 && items.Sum(measure) <= max ? max : max - MoreLength;
        var visible = items.TakeWhile(item => (room -= measure(item)) >= 0).ToList();
        return (visible, items.Count - visible.Count + unlisted);
    }

    /// <param name="measure">Counts in the chat's units.</param>
    public static string Text(IReadOnlyList<string> items, int unlisted, int max, string separator, Func<string, int> measure)
    {
        var (visible, missing) = Take(items, unlisted, max, item => measure(item) + separator.Length);
        return string.Join(separator, visible.Concat(More(missing)));
    }

    /// <returns>The last line of a cut list; nothing for a whole one.</returns>
    public static IEnumerable<string> More(int missing) => missing > 0 ? [$"and {missing} more"] : [];
}
