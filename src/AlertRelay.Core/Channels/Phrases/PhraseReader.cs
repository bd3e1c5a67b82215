using AlertRelay.Alerts;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Channels.Phrases;

/// <summary>Reads the levels that a text states, by a table of phrases.</summary>
internal sealed class PhraseReader(PhraseTable table)
{
    // Pages are shorter. The rest is ignored.
    private const int MaxTextLength = 400_000;
    private const string Unclear = "not understood";
    private const double MostlyCapitals = 0.8;

    /// <param name="countries">ISO 3166-1 alpha-2 of what the text is about.</param>
    public WordedLevels Read(string text, IReadOnlyCollection<string> countries)
    {
        var places = new PlaceNames(countries, table);
        var phrases = table.Phrases.Where(phrase => phrase.Only.Count == 0 || phrase.Only.Intersect(countries).Any()).ToList();
        var found = new List<Stated>();
        string? section = null;
        foreach (var statement in StatementReader.Of(text.Length > MaxTextLength ? text[..MaxTextLength] : text))
        {
            var words = statement.Words.Select(word => word.Folded).ToHashSet();
            var candidates = phrases.Where(phrase => phrase.Needed.All(words.Contains)).ToList();
            if (!candidates.Exists(phrase => phrase.Scope != PhraseScope.Nothing))
                continue;

            found.AddRange(In(new PhraseView(statement, places, table), candidates, section));
            section = found.LastOrDefault(stated => stated.Scope == PhraseScope.Heading)?.Level ?? section;
        }

        return Decide(found);
    }

    private IEnumerable<Stated> In(PhraseView view, List<LevelPhrase> candidates, string? section)
    {
        var taken = new bool[view.Count];
        foreach (var phrase in candidates)
        {
            for (var start = 0; start < view.Count; start++)
            {
                if (taken[start] || phrase.Pattern.Ends(view, new HashSet<int> { start }) is not { Count: > 0 } ends)
                    continue;

                var end = ends.Max();
                if (end == start || taken.AsSpan(start, end - start).Contains(true) || (phrase.Capitals && !InCapitals(view, start, end)))
                    continue;

                taken.AsSpan(start, end - start).Fill(true);
                if (phrase.Scope == PhraseScope.Unclear)
                    yield return new Stated(PhraseScope.Unclear, Unclear, phrase.Weak);
                else if (phrase.Scope != PhraseScope.Nothing && (phrase.Level ?? section) is { } level)
                    yield return new Stated(phrase.Scope, level, phrase.Weak || (table.CapitalsFirst && !InCapitals(view, start, end)));
            }
        }
    }

    private static bool InCapitals(PhraseView view, int start, int end) =>
        Enumerable.Range(start, end - start).Count(index => view[index].AllCapitals) >= MostlyCapitals * (end - start);

    private WordedLevels Decide(List<Stated> found)
    {
        var ofWhole = found.Where(stated => stated.Scope is PhraseScope.Whole or PhraseScope.Rest).ToList();
        var deciding = ofWhole.Exists(stated => !stated.Weak) ? ofWhole.Where(stated => !stated.Weak) : ofWhole;
        var levels = MostSevereLast(deciding);
        var parts = MostSevereLast(found.Where(stated => stated.Scope is PhraseScope.Part or PhraseScope.Heading));
        if (found.Exists(stated => stated.Scope == PhraseScope.Unclear && (levels.Count == 0 || !stated.Weak)))
            return new WordedLevels(null, parts, [Unclear]);

        return levels.Count <= 1 || table.Severest
            ? new WordedLevels(levels.LastOrDefault(), parts, [])
            : new WordedLevels(null, parts, levels);
    }

    private List<string> MostSevereLast(IEnumerable<Stated> stated) => [.. stated.Select(one => one.Level).Distinct().OrderBy(table.StepOf)];

    private sealed record Stated(PhraseScope Scope, string Level, bool Weak);
}

/// <summary>The levels that a text states for a country.</summary>
/// <param name="Whole">Of the country, or of what is left of it beside the parts. Null when none is stated, or several that contradict each other.</param>
/// <param name="Parts">The levels of parts, rising.</param>
/// <param name="Contradicting">Levels for the whole country of which none can be believed.</param>
internal sealed record WordedLevels(string? Whole, IReadOnlyList<string> Parts, IReadOnlyList<string> Contradicting);

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

/// <summary>The level of a notice whose text states it in words.</summary>
internal static class LevelInWords
{
    /// <summary>"rouge+jaune": a part at "rouge", the country at "jaune". A part counts where it is more severe than the country.</summary>
    public static Level Of(WordedLevels read, Channel channel)
    {
        if (read.Contradicting.Count > 0)
            return Level.Unreadable(string.Join(", ", read.Contradicting));

        var step = read.Whole is { } whole ? channel.LevelOf(whole).Step : 0;
        var parts = read.Parts.Where(part => channel.LevelOf(part).Step > step).ToList();
        return read.Whole is null ? ZonedLevel.OfParts(parts, channel) : Named(ZonedLevel.Of([.. parts, read.Whole], channel), parts, read.Whole, channel);
    }

    // "Zones formellement déconseillées; Vigilance renforcée", where the scale has words for a part.
    private static Level Named(Level level, List<string> parts, string whole, Channel channel) =>
        parts.Count > 0 && level.IsKnown
            ? level with { Label = string.Join("; ", [.. parts.AsEnumerable().Reverse().Select(part => LabelOf(part, channel)), channel.LevelOf(whole).Label]) }
            : level;

    private static string? LabelOf(string part, Channel channel) =>
        channel.LevelOf(ZonedLevel.InPartsOf(part)) is { IsKnown: true } own ? own.Label : channel.LevelOf(part).Label;
}
