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
