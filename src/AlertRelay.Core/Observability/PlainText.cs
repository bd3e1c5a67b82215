using System.Text;

namespace AlertRelay.Observability;

/// <summary>Makes untrusted text safe for terminals and logs: it cannot add lines or change the text around it.</summary>
public static class PlainText
{
    /// <summary>Replaces each invisible character by a space, line breaks included.</summary>
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

    // Bidirectional controls reorder the visible text.
    private static bool IsHidden(char character) =>
        char.IsControl(character) || character is '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
