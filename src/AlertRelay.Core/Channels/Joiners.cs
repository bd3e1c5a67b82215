using System.Buffers;

namespace AlertRelay.Channels;

/// <summary>Joiner and non-joiner (U+200D, U+200C): invisible, and part of the spelling between letters of scripts that join them.</summary>
internal static class Joiners
{
    // Arabic to Thaana and Syriac, N'Ko, Mandaic; the scripts of India and Sri Lanka; Tibetan, Myanmar, Khmer, Mongolian; Arabic's presentation forms
    // are compatibility only.
    private static readonly (char First, char Last)[] Scripts =
    [
        ('\u0600', '\u08FF'), ('\u0900', '\u0DFF'), ('\u0F00', '\u109F'), ('\u1780', '\u17FF'), ('\u1800', '\u18AF'),
    ];

    private static readonly SearchValues<char> Letters = SearchValues.Create(
        [
            .. Scripts.SelectMany(script => Enumerable.Range(script.First, script.Last - script.First + 1))
                .Select(code => (char)code)
                .Where(character => IsLetter(character)),
        ]);

    public static bool Are(char character) => character is '\u200C' or '\u200D';

    /// <summary>Whether a joiner stands between two such letters, of which one may be a mark (a virama).</summary>
    public static bool AreSpelt(string text, int at) =>
        Are(text[at]) && at > 0 && at + 1 < text.Length && Letters.Contains(text[at - 1]) && Letters.Contains(text[at + 1]);

    private static bool IsLetter(char character) =>
        char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.OtherLetter or System.Globalization.UnicodeCategory.ModifierLetter
            or System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
