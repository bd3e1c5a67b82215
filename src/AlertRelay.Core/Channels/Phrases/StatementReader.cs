using System.Text;
using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Phrases;

/// <summary>
/// Cuts a canonical text into statements. A line is never joined with the next. Hyphens and apostrophes part words; a dash with a space on either side,
/// and every other mark, is punctuation.
/// </summary>
internal sealed class StatementReader(string line)
{
    // No sentence is longer. What is longer is no sentence, and is read in pieces so that its length costs no more than that of any other text.
    private const int MaxWords = 400;
    private const int ShortNumber = 2;

    private static readonly HashSet<string> Abbreviations =
    [
        "saint", "sainte", "dr", "mr", "mrs", "ms", "mme", "ca", "bzw", "usw", "nr", "no", "bspw", "inkl", "exkl", "einschl", "pga", "evt", "av", "art", "evtl",
        "ggf", "sog", "vgl", "tel", "env", "aprox", "ej", "p", "kl", "bl", "dvs", "km", "max", "min",
    ];

    private readonly List<StatementWord> _words = [];
    private readonly StringBuilder _marks = new();
    private int _position;

    public static IEnumerable<Statement> Of(string text) => text.Split('\n').SelectMany(line => new StatementReader(line).Read());

    /// <summary>The words of a phrase, folded like those of a text.</summary>
    public static IReadOnlyList<string> WordsOf(string text) => [.. Of(text).SelectMany(statement => statement.Words).Select(word => word.Folded)];

    private IEnumerable<Statement> Read()
    {
        while (_position < line.Length)
        {
            if (ScriptCharacters.AreIn(line[_position]))
                ReadWord();
            else
                ReadMark();

            if (_words.Count == MaxWords || (_words.Count > 0 && EndsHere()))
                yield return TakeStatement();
        }

        if (_words.Count > 0)
            yield return TakeStatement();
    }

    private Statement TakeStatement()
    {
        var statement = new Statement([.. _words], _marks.ToString());
        _words.Clear();
        _marks.Clear();
        return statement;
    }

    private void ReadWord()
    {
        var start = _position;
        while (_position < line.Length && ScriptCharacters.AreIn(line[_position]))
            _position++;

        var written = line.AsSpan(start, _position - start);
        Span<char> folded = stackalloc char[AlertRelay.Channels.Countries.TextTokenizer.MaxTokenLength];
        var length = ScriptCharacters.Fold(written, folded);
        if (length <= 0)
            return;

        var word = folded[..length] switch { "st" => "saint", "ste" => "sainte", var plain => plain.ToString() };
        var capitals = written.ContainsAnyInRange('a', 'z') ? false : char.IsUpper(written[0]);
        _words.Add(new StatementWord(word, _marks.ToString(), char.IsUpper(written[0]), capitals));
        _marks.Clear();
    }

    private void ReadMark()
    {
        var mark = line[_position];
        var dash = mark is '-' && !(SpaceAt(_position - 1) || SpaceAt(_position + 1));
        if (!char.IsWhiteSpace(mark) && !dash && mark is not ('\'' or '’' or '‘' or '"' or '“' or '”' or '„' or '«' or '»' or '*'))
            _marks.Append(mark);
        _position++;
    }

    private bool SpaceAt(int index) => index < 0 || index >= line.Length || char.IsWhiteSpace(line[index]);

    // After the mark that was read last.
    private bool EndsHere()
    {
        var mark = _marks.Length > 0 ? line[_position - 1] : ' ';
        return mark switch
        {
            '!' or '?' or '…' => true,
            '.' => !char.IsAsciiDigit(Next(0)) && IsFullStop(),
            _ => false,
        };
    }

    private bool IsFullStop()
    {
        var last = _words[^1];
        var followed = _position;
        while (followed < line.Length && char.IsWhiteSpace(line[followed]))
            followed++;

        if (followed == line.Length)
            return true;
        if (last.Folded.Length == 1 || Abbreviations.Contains(last.Folded) || (last.Folded.Length <= ShortNumber && last.Folded.All(char.IsAsciiDigit)))
            return false;

        // "…CIRCUNSTANCIA.Debido": the space is sometimes missing. A lower-case letter continues the sentence.
        return !char.IsLower(line[followed]) && (followed > _position || char.IsUpper(line[followed]));
    }

    private char Next(int ahead) => _position + ahead < line.Length ? line[_position + ahead] : ' ';
}

/// <summary>One sentence, heading or item of a list, as phrases are compared with it.</summary>
/// <param name="EndMarks">The punctuation behind the last word.</param>
internal sealed record Statement(IReadOnlyList<StatementWord> Words, string EndMarks)
{
    /// <summary>The punctuation before a word, or behind the last one.</summary>
    public string MarksBefore(int index) => index < Words.Count ? Words[index].Marks : EndMarks;
}

/// <param name="Folded">Without accents and case.</param>
/// <param name="Marks">The punctuation before it.</param>
/// <param name="Capital">It begins with a capital letter.</param>
/// <param name="AllCapitals">It has capital letters only.</param>
internal readonly record struct StatementWord(string Folded, string Marks, bool Capital, bool AllCapitals);
