using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Layout;

/// <summary>
/// Makes a publisher's text safe for any chat: one line, without invisible characters, and without anything that chats turn into a mention or link.
/// "@" and angle brackets become look-alikes, and the dots of domains are bracketed. <see cref="MarkupEscaping"/> handles each chat's own markup.
/// </summary>
internal static partial class TextSanitizer
{
    // Control characters, soft hyphens, zero-width characters and controls of text direction; also the emoji joiner and variation selectors.
    private static readonly SearchValues<char> HiddenCharacters = SearchValues.Create(
    [
        .. Between('\0', '\u001F'), .. Between('\u007F', '\u009F'), '\u00AD', '\u034F', '\u061C', '\u115F', '\u1160', '\u17B4', '\u17B5', .. Between(
            '\u180B', '\u180F'), .. Between('\u200B', '\u200F'),
        .. Between('\u2028', '\u202E'), .. Between('\u2060', '\u206F'), '\u3164', .. Between('\uFE00', '\uFE0F'), '\uFEFF', '\uFFA0', .. Between(
            '\uFDD0', '\uFDEF'), .. Between('\uFFF0', '\uFFFB'),
    ]);

    // The result is truncated to a line anyway, so the rest of a long text is not read.
    private const int MaxInput = 20_000;

    /// <summary>The maximum length of a text on a public page, in UTF-16 units.</summary>
    public const int MaxText = 100_000;

    public static string Line(string text)
    {
        var line = Spaces().Replace(Visible(text.AsSpan(0, Math.Min(text.Length, MaxInput))), " ").Trim();
        return BracketDomains(Scheme().Replace(line, "")).Replace('@', '\uFF20').Replace('<', '\u2039').Replace('>', '\u203A');
    }

    private static string Visible(ReadOnlySpan<char> text)
    {
        var visible = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || rune.Value is '\n' or '\r' or '\t')
                visible.Append(' ');
            else if (!IsHidden(rune))
                visible.Append(rune.ToString());
        }

        return visible.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// A publisher's text for the relay's public pages, which escape it: unchanged but for invisible characters, one string per paragraph, and at
    /// most <see cref="MaxText"/> long.
    /// </summary>
    public static IReadOnlyList<string> Paragraphs(string text) =>
    [
        .. text[..Math.Min(text.Length, MaxText)].Split(['\n', '\r', '\u2028', '\u2029', '\u0085'], StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Spaces().Replace(Visible(line), " ").Trim())
            .Where(line => line.Length > 0),
    ];

    // The last two code points of each plane are noncharacters (Normalize throws at U+FFFE). The tag plane contains invisible characters.
    private static bool IsHidden(Rune rune) =>
        (rune.Value & 0xFFFE) == 0xFFFE || (rune.IsBmp ? HiddenCharacters.Contains((char)rune.Value) : rune.Value is >= 0xE0000 and <= 0xE0FFF);

    private static string BracketDomains(string line) => Domain().Replace(Ipv4().Replace(line, address => address.Value.Replace(".", "[.]")), "[.]");

    private static IEnumerable<char> Between(char first, char last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();

    // "https://"
    [GeneratedRegex("[A-Za-z][A-Za-z0-9+.-]*://+", RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();

    // Matches the dot of "evil.example" in any script, emoji included, but none in "e.g.", "U.S." and "3.5".
    [GeneratedRegex(@"(?<=[^\s\p{P}]|[-_])\.(?=[\p{L}\p{S}\p{Cs}][\p{L}\p{M}\p{S}\p{Cs}])")]
    private static partial Regex Domain();

    // The last number may have any length: truncating the text within it would otherwise leave an address.
    [GeneratedRegex(@"(?<![0-9])(?:[0-9]{1,3}\.){3}[0-9]+")]
    private static partial Regex Ipv4();
}
