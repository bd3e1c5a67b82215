using AlertRelay.Channels.Countries;

namespace AlertRelay.Channels.Phrases;

/// <summary>The names of countries in a statement: the notice's own, and others.</summary>
/// <param name="own">ISO 3166-1 alpha-2 of what the notice is about.</param>
/// <param name="table">Adds names to those that are known.</param>
internal sealed class PlaceNames(IReadOnlyCollection<string> own, PhraseTable table)
{
    // "syrien" and "Syrie", "belge" and "Belgique": an adjective begins like the name.
    private const int Stem = 4;
    private const int LongStem = 5;
    private const int ShortWord = 6;

    private static readonly string[] AdjectiveEndings =
        ["ien", "iens", "ienne", "iennes", "ais", "aise", "aises", "ois", "oise", "oises", "ain", "ains", "aine", "aines", "en", "enne", "ite", "ites"];

    // They are known as names of a country, but name a part of it, and no statement about them is one about the whole.
    private static readonly HashSet<string> Parts =
    [
        "gaza", "gaza strip", "west bank", "cisjordanie", "bande de gaza", "gazastreifen", "westjordanland", "zanzibar", "trinidad", "tobago", "tahiti",
        "saipan",
        "saint kitts", "svalbard", "sint eustatius", "saint eustatius", "saint eustache",
    ];

    private static readonly ILookup<string, KnownName> Known = CountryNames.Spellings.Where(name => name.Words.Length > 0)
        .Select(name => new KnownName(name.Words, Parts.Contains(string.Join(' ', name.Words)) ? [] : name.Codes, name.Abbreviation, name.OnlyAlone))
        .SelectMany(name => FormsOf(name.Words[0]), (name, form) => (name, form)).ToLookup(pair => pair.form, pair => pair.name);

    private static readonly ILookup<string, string> Stems = CountryNames.Spellings
        .Where(name => name is { Words: [{ Length: >= Stem }], Codes.Count: > 0 }).Select(name => name.Words[0]).Distinct().ToLookup(word => word[..Stem]);

    private readonly string[] _ownWords =
    [
        .. Known.SelectMany(names => names).Where(name => name.Codes.Intersect(own).Any()).SelectMany(name => name.Words),
        .. table.Names.Where(country => own.Contains(country.Key)).SelectMany(country => country.Value).SelectMany(TextTokenizer.Of),
    ];

    /// <summary>By the forms of their first words.</summary>
    public static ILookup<string, KnownName> LookupOf(IReadOnlyDictionary<string, IReadOnlyList<string>> names) => names
        .SelectMany(
            country => country.Value,
            (country, name) => new KnownName([.. TextTokenizer.Of(name).Where((word, at) => at == 0 || !IsJoining(word))], [country.Key], false, false))
        .SelectMany(name => FormsOf(name.Words[0]), (name, form) => (name, form)).ToLookup(pair => pair.form, pair => pair.name);

    /// <summary>Where each name begins and ends. Where two overlap the longer one stands: "Guinea-Bissau" is no "Guinea".</summary>
    public IReadOnlyList<PlaceName> In(Statement statement)
    {
        var found = new List<PlaceName>();
        for (var start = 0; start < statement.Words.Count; start++)
        {
            if (LongestMatchAt(statement, start) is not { } name)
                continue;

            found.Add(name);
            start = name.End - 1;
        }

        return found;
    }

    /// <summary>"territoire syrien" on the page of another country.</summary>
    public bool IsForeignAdjective(StatementWord word)
    {
        if ((word.Capital && !word.AllCapitals) || word.Folded.Length < LongStem)
            return false;

        var mostSimilar = Stems[word.Folded[..Stem]].Select(name => SameStart(name, word.Folded)).DefaultIfEmpty().Max();
        var isLike = mostSimilar >= LongStem || (mostSimilar >= Stem && (word.Folded.Length <= ShortWord || EndsLikeAnAdjective(word.Folded)));
        return isLike && !_ownWords.Any(own => SameStart(own, word.Folded) >= mostSimilar);
    }

    private PlaceName? LongestMatchAt(Statement statement, int start)
    {
        var word = statement.Words[start];
        if (!word.Capital)
            return null;

        return Beginning(word.Folded)
            .Where(name => (word.AllCapitals || !name.Abbreviation) && (!name.OnlyAlone || name.Codes.Intersect(own).Any()))
            .Select(name => (Name: name, End: EndOf(name, statement, start)))
            .Where(pair => pair.End > 0)
            .OrderByDescending(pair => pair.End)
            .Select(pair => new PlaceName(start, pair.End, pair.Name.Codes.Intersect(own).Any(), pair.Name.Codes.Count > 0))
            .FirstOrDefault();
    }

    private IEnumerable<KnownName> Beginning(string word) => FormsOf(word).SelectMany(form => Known[form].Concat(table.NameLookup[form])).Distinct();

    private static int EndOf(KnownName name, Statement statement, int start)
    {
        var at = start;
        foreach (var word in name.Words)
        {
            while (at > start && at < statement.Words.Count && IsJoining(statement.Words[at].Folded))
                at++;
            if (at >= statement.Words.Count || !IsFormOf(word, statement.Words[at].Folded))
                return 0;
            at++;
        }

        return at;
    }

    private static bool IsJoining(string word) => word is "and" or "et" or "und" or "the" or "y" or "og";

    private static bool IsFormOf(string word, string written) => written == word || FormsOf(written).Intersect(FormsOf(word)).Any();

    // German declines names: "Libanons", "der Demokratischen Republik Kongo", "in das Vereinigte Königreich".
    private static IEnumerable<string> FormsOf(string word) =>
        word.Length >= LongStem && word[^1] is ('s' or 'n' or 'r' or 'm') ? [word, word[..^1]] : [word];

    private static bool EndsLikeAnAdjective(string word) => AdjectiveEndings.Any(ending => word.EndsWith(ending, StringComparison.Ordinal));

    private static int SameStart(string one, string other) => one.AsSpan().CommonPrefixLength(other);
}

/// <param name="Codes">Of the countries that it names; none for what only looks like a country's name.</param>
/// <param name="Abbreviation">It counts in capitals only.</param>
/// <param name="OnlyAlone">It counts only on the page of its own country.</param>
internal sealed record KnownName(string[] Words, IReadOnlyList<string> Codes, bool Abbreviation, bool OnlyAlone);

/// <param name="End">The word behind it.</param>
/// <param name="Own">It names what the notice is about.</param>
/// <param name="Country">False for what only looks like a country's name ("Niger Delta").</param>
internal sealed record PlaceName(int Start, int End, bool Own, bool Country);
