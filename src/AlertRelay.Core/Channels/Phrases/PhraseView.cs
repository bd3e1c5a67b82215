namespace AlertRelay.Channels.Phrases;

/// <summary>A statement, with the properties that phrases match besides its words.</summary>
internal sealed class PhraseView
{
    private readonly Statement _statement;
    private readonly PlaceName?[] _names;
    private readonly bool[] _foreign;
    private readonly bool[] _barred;
    private readonly bool[] _breaks;

    public PhraseView(Statement statement, PlaceNames places, PhraseTable table)
    {
        _statement = statement;
        _names = new PlaceName?[statement.Words.Count];
        _foreign = [.. statement.Words.Select(places.IsForeignAdjective)];
        _barred = [.. statement.Words.Select((word, at) => _foreign[at] || table.IsPartWord(word.Folded))];
        _breaks = [.. statement.Words.Select(word => table.IsBreak(word.Folded))];
        foreach (var name in places.In(statement))
        {
            _names[name.Start] = name;
            for (var at = name.Start; at < name.End; at++)
                _barred[at] = name is { Own: false, Country: true };
        }
    }

    public int Count => _statement.Words.Count;

    public StatementWord this[int index] => _statement.Words[index];

    public string MarksBefore(int index) => _statement.MarksBefore(index);

    public PlaceName? NameAt(int index) => index < _names.Length ? _names[index] : null;

    public PlaceName? AdjectiveAt(int index) => index < _foreign.Length && _foreign[index] ? new PlaceName(index, index + 1, Own: false, Country: true) : null;

    /// <summary>Whether a gap may hold the word.</summary>
    public bool MayBePassed(int index, GapRule rule) => rule switch
    {
        GapRule.Free => true,
        GapRule.Loose => !_breaks[index],
        GapRule.Narrow when MarksBefore(index).Length > 0 => false,
        _ => !_breaks[index] && !_barred[index] && !MarksBefore(index).AsSpan().ContainsAny(':', ';'),
    };
}
