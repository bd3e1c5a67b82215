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
