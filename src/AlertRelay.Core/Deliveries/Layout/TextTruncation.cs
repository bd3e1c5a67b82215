using System.Globalization;
using System.Text;

namespace AlertRelay.Deliveries.Layout;

/// <summary>Makes a text short enough: at the end of a word where there is one near, never in the middle of what people see as one character.</summary>
internal static class TextTruncation
{
    private const string Ellipsis = "…";

    // A word longer than this part of the text is cut through.
    private const double NearEnough = 0.6;

    /// <param name="max">In UTF-16 units, the ellipsis included.</param>
    public static string To(string text, int max) =>
        text.Length <= max ? text : max <= 0 ? "" : AtWord(text, Graphemes(text, max - Ellipsis.Length)) + Ellipsis;

    /// <summary>The longest beginning that is not over the limit once it is written in a chat's dialect.</summary>
    /// <param name="measure">In the units that the chat counts.</param>
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
        return text[..(word > end * NearEnough ? word : end)].TrimEnd();
    }
}
