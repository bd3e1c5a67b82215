namespace AlertRelay.Channels.Phrases;

/// <summary>
/// How a phrase is written: words; "déconseill*" for all that begin so; "(a|b c)" for one of several; "[a]" for what may be missing; ".." for up to 3,
/// "..." for up to 12 and "...." for up to 80 other words; "{country}" for the notice's own country, "{other}" for another one, "{foreign}" for that or
/// an adjective of it, "{name}" for a set of the table; "!x" where x must not follow; "^" for the beginning of a statement, "$" for a mark or the end,
/// ":" for a colon. Nothing else matters: case, accents, hyphens and punctuation may differ.
/// </summary>
internal sealed class PhrasePattern
{
    private const int MaxSets = 8;
    private readonly string _text;
    private readonly Func<string, string?> _sets;
    private readonly GapRule _gaps;
    private readonly int _depth;
    private int _position;

    private PhrasePattern(string text, Func<string, string?> sets, GapRule gaps, int depth)
    {
        _text = text;
        _sets = sets;
        _gaps = gaps;
        _depth = depth;
    }

    /// <param name="sets">The text of a set; null for an unknown one.</param>
    /// <exception cref="FormatException">It is not a valid phrase. The message says why.</exception>
    public static PhraseNode Parse(string text, Func<string, string?> sets, GapRule gaps) => Parse(text, sets, gaps, 0);

    private static PhraseNode Parse(string text, Func<string, string?> sets, GapRule gaps, int depth)
    {
        if (depth > MaxSets)
            throw new FormatException("its sets name each other in a circle");

        var parser = new PhrasePattern(text, sets, gaps, depth);
        var read = parser.Ways('\0');
        return read is [var only] ? only : new PhraseNode.Choice(read, Optional: false);
    }

    private List<PhraseNode> Ways(char closing)
    {
        var ways = new List<PhraseNode>();
        do
            ways.Add(Way());
        while (Took('|'));

        if (closing != '\0' && !Took(closing))
            throw new FormatException($"\"{closing}\" is missing");
        if (closing == '\0' && _position < _text.Length)
            throw new FormatException($"\"{_text[_position]}\" stands where nothing is open");
        return ways;
    }

    private PhraseNode Way()
    {
        var parts = new List<PhraseNode>();
        while (Next() is not ('\0' or '|' or ')' or ']'))
            parts.AddRange(Item());

        return parts is [var only] ? only : new PhraseNode.Sequence(parts);
    }

    private List<PhraseNode> Item() => Next() switch
    {
        '(' => [Group(')', optional: false)],
        '[' => [Group(']', optional: true)],
        '{' => [Set()],
        '.' => [Gap()],
        '!' => [Refused()],
        '^' or '$' or ':' => [new PhraseNode.Place(_text[_position++])],
        _ => Word(),
    };

    private PhraseNode.Choice Group(char closing, bool optional)
    {
        _position++;
        return new PhraseNode.Choice(Ways(closing), optional);
    }

    private PhraseNode.Not Refused()
    {
        _position++;
        return new PhraseNode.Not(new PhraseNode.Sequence([.. Item()]));
    }

    private PhraseNode Set()
    {
        var end = _text.IndexOf('}', _position);
        if (end < 0)
            throw new FormatException("\"}\" is missing");

        var name = _text[(_position + 1)..end];
        _position = end + 1;
        return name switch
        {
            "country" => new PhraseNode.Name(Own: true),
            "other" => new PhraseNode.Name(Own: false),
            "foreign" => new PhraseNode.Name(Own: false, Adjective: true),
            _ => Parse(_sets(name) ?? throw new FormatException($"there is no set \"{name}\""), _sets, _gaps, _depth + 1),
        };
    }

    private PhraseNode.Gap Gap()
    {
        var start = _position;
        while (_position < _text.Length && _text[_position] == '.')
            _position++;

        return (_position - start) switch
        {
            2 => new PhraseNode.Gap(3, _gaps == GapRule.Strict ? GapRule.Narrow : _gaps),
            3 => new PhraseNode.Gap(12, _gaps),
            4 => new PhraseNode.Gap(80, _gaps == GapRule.Free ? GapRule.Free : GapRule.Loose),
            _ => throw new FormatException("a gap is two, three or four dots"),
        };
    }

    // One word of the table may be several of a text: "jusqu'à", "nicht-notwendig".
    private List<PhraseNode> Word()
    {
        var start = _position;
        while (_position < _text.Length && !char.IsWhiteSpace(_text[_position]) && !"()[]{}|!^$:.*".Contains(_text[_position]))
            _position++;

        var words = StatementReader.WordsOf(_text[start.._position]);
        var open = _position < _text.Length && _text[_position] == '*';
        if (words.Count == 0)
            throw new FormatException($"\"{_text[start..Math.Min(_text.Length, _position + 1)]}\" is no word");
        if (open)
            _position++;
        return [.. words.Select((word, index) => open && index == words.Count - 1 ? (PhraseNode)new PhraseNode.Beginning(word) : new PhraseNode.Word(word))];
    }

    private char Next()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;

        return _position < _text.Length ? _text[_position] : '\0';
    }

    private bool Took(char wanted)
    {
        if (Next() != wanted)
            return false;

        _position++;
        return true;
    }
}
