using System.Text;

namespace AlertRelay.Observability;

/// <summary>Makes texts of others safe for a terminal and a log: they can neither write lines of their own nor change what is shown around them.</summary>
public static class PlainText
{
    /// <summary>A blank in the place of each character that is not shown, line breaks included.</summary>
    public static string OneLine(string text) => text.Any(IsHidden) ? string.Create(text.Length, text, Replace) : text;

    /// <summary>As <see cref="OneLine"/>, but line breaks and tabs stay.</summary>
    public static string Lines(string text)
    {
        if (!text.Any(IsHidden))
            return text;

        var lines = new StringBuilder(text.Length);
        foreach (var character in text)
            lines.Append(IsHidden(character) && character is not ('\n' or '\r' or '\t') ? ' ' : character);

        return lines.ToString();
    }

    private static void Replace(Span<char> line, string text)
    {
        for (var i = 0; i < line.Length; i++)
            line[i] = IsHidden(text[i]) ? ' ' : text[i];
    }

    // The controls of text direction reorder what a person reads.
    private static bool IsHidden(char character) =>
        char.IsControl(character) || character is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
