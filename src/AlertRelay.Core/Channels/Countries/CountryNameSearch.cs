using System.Collections.Frozen;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Countries;

/// <summary>Finds names in running text: one walk over its words through a trie of all names' words.</summary>
internal sealed class CountryNameSearch
{
    private readonly FrozenDictionary<string, int> _vocabulary;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idOf;
    private readonly HashSet<int> _common;
    private readonly Node _root = new();

    public CountryNameSearch(IEnumerable<(string[] Words, Phrase Phrase)> names, IEnumerable<string> commonWords)
    {
        var all = names.ToList();
        _vocabulary = all.SelectMany(name => name.Words).Distinct().Select((word, id) => (word, id)).ToFrozenDictionary(pair => pair.word, pair => pair.id);
        _idOf = _vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        _common = [.. commonWords.Select(word => _vocabulary[word])];
        foreach (var (words, phrase) in all)
            _root.Add(words.Select(word => _vocabulary[word]), phrase);
    }

    /// <summary>In the order of the text. Where two overlap the longer one stands: "Guinea-Bissau" is no "Guinea".</summary>
    public IReadOnlyList<Phrase> In(string text)
    {
        var words = Read(text);
        var taken = new bool[words.Count];
        return
        [
            .. Candidates(words, caseTells: text.Any(char.IsUpper))
                .OrderByDescending(found => found.Phrase.Weight).ThenBy(found => found.Start)
                .Where(found => Take(taken, found.Start, found.Count))
                .OrderBy(found => found.Start).Select(found => found.Phrase),
        ];
    }

    private List<TextToken> Read(string text)
    {
        var found = new List<TextToken>();
        var words = new TextTokenizer(text, stackalloc char[TextTokenizer.MaxTokenLength]);
        while (words.MoveNext())
        {
            var id = IdOf(words.Current);
            found.Add(new TextToken(id, !char.IsLower(words.Written[0]), id >= 0 && AllCapitals(words.Written)));
        }

        return found;
    }

    private int IdOf(ReadOnlySpan<char> word)
    {
        if (_idOf.TryGetValue(word, out var id))
            return id;

        foreach (var stem in WordStem.Of(word))
        {
            if (_idOf.TryGetValue(word[stem], out id))
                return id;
        }

        return -1;
    }

    private List<(int Start, int Count, Phrase Phrase)> Candidates(List<TextToken> words, bool caseTells)
    {
        var found = new List<(int, int, Phrase)>();
        for (var start = 0; start < words.Count; start++)
        {
            var node = _root.After(words[start].Id);
            for (var end = start; node is not null; node = ++end < words.Count ? node.After(words[end].Id) : null)
            {
                if (node.Phrase is { } phrase && IsMeant(phrase, words, start..(end + 1), caseTells))
                    found.Add((start, end + 1 - start, phrase));
            }
        }

        return found;
    }

    // A text without capitals (a link, a slug) says nothing by its case; even there "us" is rather the pronoun.
    private bool IsMeant(Phrase phrase, List<TextToken> words, Range range, bool caseTells)
    {
        var (start, count) = range.GetOffsetAndLength(words.Count);
        var stand = words.Slice(start, count);
        if (phrase.NeedsCapital && caseTells && !stand.Exists(word => word.Capital))
            return false;

        return phrase.Abbreviation ? stand.All(word => word.AllCapitals) : !caseTells || stand.All(word => word.Capital || !_common.Contains(word.Id));
    }

    private static bool AllCapitals(ReadOnlySpan<char> word) => !word.ContainsAnyExceptInRange('A', 'Z');

    private static bool Take(bool[] taken, int start, int count)
    {
        var wanted = taken.AsSpan(start, count);
        if (wanted.Contains(true))
            return false;

        wanted.Fill(true);
        return true;
    }

    private sealed class Node
    {
        private readonly Dictionary<int, Node> _next = [];

        public Phrase? Phrase { get; private set; }

        public Node? After(int word) => _next.GetValueOrDefault(word);

        public void Add(IEnumerable<int> words, Phrase phrase)
        {
            var node = this;
            foreach (var word in words)
                node = node._next.TryGetValue(word, out var next) ? next : node._next[word] = new Node();

            node.Phrase ??= phrase;
        }
    }
}

/// <summary>A name as it is looked for in running text.</summary>
/// <param name="Areas">What it names; empty when it only looks as if it named a country ("New Jersey").</param>
/// <param name="Weight">Which of two overlapping phrases stands: the longer one, and of two as long the one in plain order.</param>
/// <param name="Abbreviation">"US" is a name, "us" is not.</param>
internal sealed record Phrase(IReadOnlyList<Area> Areas, int Weight, bool Abbreviation)
{
    /// <summary>A word of some language may be spelt like it: in running text it counts only with a capital, where its script has capitals.</summary>
    public bool NeedsCapital { get; init; }

    public Area? First => Areas.Count > 0 ? Areas[0] : null;

    // "Korea, North" stands in lists too: "Sudan, South Sudan" names both Sudans.
    public static Phrase Of(string name, IReadOnlyList<string> words, IReadOnlyList<Area> areas, bool inverted) =>
        new(areas, (2 * words.Sum(word => word.Length + 1)) - (inverted ? 1 : 0), IsAbbreviation(name));

    private static bool IsAbbreviation(string name) =>
        name.Count(char.IsLetter) <= 5 && name.All(character => char.IsAsciiLetterUpper(character) || character == '.');
}

/// <summary>Where a name may stand within a word: Arabic writes short words before it, Korean writes particles after it.</summary>
internal static class WordStem
{
    private const int MaxParticle = 3, MinName = 2;
    private const char FirstHangul = '\uAC00', LastHangul = '\uD7A3', FirstArabic = '\u0621', LastArabic = '\u064A';

    // "and", "in", "to", "as", "then": one letter each, and two may stand together.
    private const string Prefixes = "\u0648\u0628\u0644\u0643\u0641";

    /// <returns>The longest first; none for other scripts.</returns>
    public static IEnumerable<Range> Of(ReadOnlySpan<char> word) =>
        word.Length <= MinName ? []
        : word[0] is >= FirstHangul and <= LastHangul ? Korean(word.Length)
        : word[0] is >= FirstArabic and <= LastArabic ? Arabic(word)
        : [];

    private static IEnumerable<Range> Korean(int length) =>
        Enumerable.Range(1, Math.Min(MaxParticle, length - MinName)).Select(particle => ..(length - particle));

    private static List<Range> Arabic(ReadOnlySpan<char> word)
    {
        var stems = new List<Range>();
        for (var count = 1; count <= 2 && word.Length - count > MinName && Prefixes.Contains(word[count - 1], StringComparison.Ordinal); count++)
            stems.Add(count..);

        return stems;
    }
}
