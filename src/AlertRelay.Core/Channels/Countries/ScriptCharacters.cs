using System.Globalization;
using System.Text;

namespace AlertRelay.Channels.Countries;

/// <summary>Letters without accent and case: "É" is "e", "ß" is "ss".</summary>
internal static class ScriptCharacters
{
    private const char FirstAccented = '\u00C0';
    private const char PastAccented = '\u1F00';

    // Latin with marks, Vietnamese included; other scripts are only put in lower case.
    private static readonly string[] Plain = [.. Enumerable.Range(FirstAccented, PastAccented - FirstAccented).Select(character => PlainOf((char)character))];

    public static bool AreIn(char character) => char.IsLetterOrDigit(character) || (character >= FirstAccented && IsMark(character)) || character == '\u00AD';

    /// <summary>
    /// Chinese and Japanese are written without spaces: each Han or Hiragana character is a word, and so is each run of Katakana.
    /// </summary>
    /// <param name="start">Where the word begins.</param>
    /// <param name="position">The character that may be the next word's.</param>
    public static bool EndsWord(ReadOnlySpan<char> text, int start, int position) =>
        position > start && (WritesAlone(text[start]) || WritesAlone(text[position]) || IsKatakana(text[position]) != IsKatakana(text[start]));

    private static bool WritesAlone(char character) => character is >= '\u3041' and <= '\u309F' or >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';

    private static bool IsKatakana(char character) => character is >= '\u30A0' and <= '\u30FF' or >= '\u31F0' and <= '\u31FF';

    /// <returns>How many characters were written, or -1 when they do not fit.</returns>
    public static int Fold(ReadOnlySpan<char> word, Span<char> into)
    {
        var length = 0;
        foreach (var character in word)
        {
            if (character is >= FirstAccented and < PastAccented)
            {
                if (!Plain[character - FirstAccented].TryCopyTo(into[length..]))
                    return -1;

                length += Plain[character - FirstAccented].Length;
            }
            else if (char.IsLetterOrDigit(character))
            {
                if (length == into.Length)
                    return -1;

                into[length++] = char.ToLowerInvariant(character);
            }
        }

        return length;
    }

    private static string PlainOf(char character) => character switch
    {
        'ß' => "ss",
        'Æ' or 'æ' => "ae",
        'Œ' or 'œ' => "oe",
        'Ø' or 'ø' => "o",
        'Ł' or 'ł' => "l",
        'ı' => "i",
        _ => string.Concat(character.ToString().Normalize(NormalizationForm.FormD).Where(char.IsLetterOrDigit)).ToLowerInvariant(),
    };

    // Combining accents, and what is not seen at all: soft hyphens, zero-width characters.
    private static bool IsMark(char character) =>
        CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;
}
