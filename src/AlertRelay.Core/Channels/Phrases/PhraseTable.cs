using System.Collections.Frozen;

namespace AlertRelay.Channels.Phrases;

/// <summary>How one publisher states its levels, in one language. Data: a file of this folder, or "levelPhrases" of a channel file.</summary>
/// <param name="Levels">The publisher's values, rising.</param>
/// <param name="Phrases">Where two would take the same words the first one does.</param>
/// <param name="PartWords">Words for a part of a country: a statement about the whole has none of them between its words.</param>
/// <param name="Breaks">Words at which a gap ends, such as those that state a level.</param>
/// <param name="Names">Names of countries beyond those that every table knows, by code: the table's own, and those of its language.</param>
/// <param name="Severest">Of several levels for the whole country the most severe one holds; otherwise they contradict each other.</param>
/// <param name="CapitalsFirst">What stands in capitals outweighs what does not.</param>
internal sealed record PhraseTable(
    IReadOnlyList<string> Levels,
    IReadOnlyList<LevelPhrase> Phrases,
    WordList PartWords,
    WordList Breaks,
    FrozenDictionary<string, IReadOnlyList<string>> Names,
    bool Severest,
    bool CapitalsFirst)
{
    /// <summary><see cref="Names"/>, ready to be found in texts.</summary>
    public ILookup<string, KnownName> NameLookup { get; } = PlaceNames.LookupOf(Names);

    public bool IsPartWord(string word) => PartWords.Contains(word);

    public bool IsBreak(string word) => Breaks.Contains(word);

    public int StepOf(string level) => Levels.TakeWhile(other => other != level).Count();
}

/// <summary>Words, and beginnings of words ("region*").</summary>
internal sealed record WordList(FrozenSet<string> Words, IReadOnlyList<string> Beginnings)
{
    public static WordList Of(IEnumerable<string> written)
    {
        var all = written.ToList();
        return new WordList(
            all.Where(word => !word.EndsWith('*')).SelectMany(StatementReader.WordsOf).ToFrozenSet(),
            [.. all.Where(word => word.EndsWith('*')).SelectMany(StatementReader.WordsOf)]);
    }

    public bool Contains(string word) => Words.Contains(word) || Beginnings.Any(beginning => word.StartsWith(beginning, StringComparison.Ordinal));
}

/// <summary>One way to state a level.</summary>
/// <param name="Level">Null: that of the heading above.</param>
/// <param name="Weak">It counts only where no other phrase states a level for the whole country.</param>
/// <param name="Capitals">It counts only in capitals.</param>
/// <param name="Only">Codes of the countries that it is about; empty for all.</param>
internal sealed record LevelPhrase(PhraseScope Scope, string? Level, PhraseNode Pattern, bool Weak, bool Capitals, IReadOnlyList<string> Only)
{
    public IReadOnlyList<string> Needed { get; } = [.. Pattern.Needed.Distinct()];
}

/// <summary>What a phrase speaks of.</summary>
internal enum PhraseScope
{
    /// <summary>No level: a negation, another country. It only takes its words from the phrases that follow.</summary>
    Nothing,

    Whole,

    /// <summary>"Le reste du pays".</summary>
    Rest,

    Part,

    /// <summary>Parts stand below it.</summary>
    Heading,

    /// <summary>About the whole country, in words that are not understood: the level is Unknown.</summary>
    Unclear,
}
