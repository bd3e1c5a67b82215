using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Layout;

/// <summary>
/// A publisher's words as they may stand in any chat: one line, nothing invisible, and nothing that a chat makes alive by itself, such as a mention or an
/// address: "@" and angle brackets are look-alikes, the dots of a domain are bracketed.
/// What a chat's own markup is made of is the business of <see cref="MarkupEscaping"/>.
/// </summary>
internal static partial class TextSanitizer
{
    // Controls, soft hyphen, zero-width characters, the controls of text direction; the joiner of emoji and the tags of flags among them.
    private static readonly SearchValues<char> Hidden = SearchValues.Create(
    [
        .. Between('\0', '\u001F'), .. Between('\u007F', '\u009F'), '\u00AD', '\u034F', '\u061C', '\u115F', '\u1160', '\u17B4', '\u17B5', .. Between(
            '\u180B', '\u180F'), .. Between('\u200B', '\u200F'),
        .. Between('\u2028', '\u202E'), .. Between('\u2060', '\u206F'), '\u3164', .. Between('\uFE00', '\uFE0F'), '\uFEFF', '\uFFA0', .. Between(
            '\uFDD0', '\uFDEF'), .. Between('\uFFF0', '\uFFFB'),
    ]);

    // A text of a megabyte is cut to a line in the end: what lies behind this is not looked at.
    private const int MostRead = 20_000;

    /// <summary>Of the texts of a page, in UTF-16 units.</summary>
    public const int LongestText = 100_000;

    public static string Line(string text)
    {
        var line = Blanks().Replace(Visible(text.AsSpan(0, Math.Min(text.Length, MostRead))), " ").Trim();
        return WithoutAddresses(Scheme().Replace(line, "")).Replace('@', '\uFF20').Replace('<', '\u2039').Replace('>', '\u203A');
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
    /// A publisher's words as they stand in a page of the relay's own, which escapes them: the very words, but nothing invisible, and each
    /// paragraph for itself. At most <see cref="LongestText"/>.
    /// </summary>
    public static IReadOnlyList<string> Paragraphs(string text) =>
    [
        .. text[..Math.Min(text.Length, LongestText)].Split(['\n', '\r', '\u2028', '\u2029', '\u0085'], StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Blanks().Replace(Visible(line), " ").Trim())
            .Where(line => line.Length > 0),
    ];

    // The last two of each plane are no characters (Normalize throws at U+FFFE); the plane of tags holds letters that nobody sees.
    private static bool IsHidden(Rune rune) =>
        (rune.Value & 0xFFFE) == 0xFFFE || (rune.IsBmp ? Hidden.Contains((char)rune.Value) : rune.Value is >= 0xE0000 and <= 0xE0FFF);

    private static string WithoutAddresses(string line) => Domain().Replace(Ipv4().Replace(line, address => address.Value.Replace(".", "[.]")), "[.]");

    private static IEnumerable<char> Between(char first, char last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);

    [GeneratedRegex(" {2,}")]
    private static partial Regex Blanks();

    // "https://"
    [GeneratedRegex("[A-Za-z][A-Za-z0-9+.-]*://+", RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();

    // The dot of "evil.example", whatever the script and be it of emoji. "e.g.", "U.S." and "3.5" have none.
    [GeneratedRegex(@"(?<=[^\s\p{P}]|[-_])\.(?=[\p{L}\p{S}\p{Cs}][\p{L}\p{M}\p{S}\p{Cs}])")]
    private static partial Regex Domain();

    // However long the last number is: a text that is cut within it would end in an address.
    [GeneratedRegex(@"(?<![0-9])(?:[0-9]{1,3}\.){3}[0-9]+")]
    private static partial Regex Ipv4();
}
