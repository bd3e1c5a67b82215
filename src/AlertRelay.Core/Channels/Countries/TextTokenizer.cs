using System.Globalization;
using System.Text;

namespace AlertRelay.Channels.Countries;

/// <summary>
/// The words of a text as names are compared by: without accents, case and punctuation, "St" as "Saint", and without "and" and "the",
/// which publishers put in and leave out ("Turks &amp; Caicos", "Gambia, The").
/// </summary>
/// <param name="scratch">Where a word is written while it is current; a longer one is no word of any name and comes out empty.</param>
internal ref struct TextTokenizer(ReadOnlySpan<char> text, Span<char> scratch)
{
    /// <summary>Enough for any word of any name.</summary>
    public const int MaxTokenLength = 64;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _scratch = scratch;
    private int _position;

    /// <summary>Valid until the next word.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>The same as the text has it.</summary>
    public ReadOnlySpan<char> Written { get; private set; }

    public static string[] Of(string text)
    {
        var found = new List<string>();
        var words = new TextTokenizer(text, stackalloc char[MaxTokenLength]);
        while (words.MoveNext())
            found.Add(words.Current.ToString());

        return [.. found];
    }

    public bool MoveNext()
    {
        while (Next())
        {
            if (Current is not ("and" or "et" or "und" or "the"))
                return true;
        }

        return false;
    }

    private bool Next()
    {
        while (_position < _text.Length && !char.IsLetterOrDigit(_text[_position]))
            _position++;

        var start = _position;
        while (_position < _text.Length && ScriptCharacters.AreIn(_text[_position]) && !ScriptCharacters.EndsWord(_text, start, _position))
            _position++;

        Written = _text[start.._position];
        var length = Math.Max(0, ScriptCharacters.Fold(Written, _scratch));
        Current = _scratch[..length] switch
        {
            "st" => "saint",
            "ste" => "sainte",
            _ => _scratch[..length],
        };
        return Written.Length > 0;
    }
}

/// <summary>A word of a running text.</summary>
/// <param name="Id">Which word of the names' vocabulary it is; negative for any other.</param>
internal readonly record struct TextToken(int Id, bool Capital, bool AllCapitals);

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
