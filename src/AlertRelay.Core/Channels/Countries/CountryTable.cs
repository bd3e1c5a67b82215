using System.Collections.Concurrent;
using System.Collections.Frozen;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Countries;

/// <summary>countries.json, laid out for looking up.</summary>
internal sealed class CountryTable
{
    private static readonly string[] OwnLanguages = ["en", "fr", "de"];

    private readonly List<(string[] Words, Phrase Phrase)> _names;
    private readonly IReadOnlyList<string> _commonWords;
    private readonly HashSet<string> _wholeOnly;
    private readonly ConcurrentDictionary<string, CountryLookup> _lookups = new(StringComparer.OrdinalIgnoreCase);

    private CountryTable(CountryFile file)
    {
        var areas = file.Countries.ToDictionary(country => country.Alpha2, country => new Area(country.Alpha2, country.En));
        var names = NamesOf(file, areas);
        var whole = file.WholeOnly.Select(name => string.Join(' ', TextTokenizer.Of(name))).ToHashSet();

        ByCode = Index(file, areas, country => [country.Alpha2, country.Alpha3, .. country.Also ?? []]);
        ByFips = Index(file, areas, country => country.Fips);
        ByDiallingCode = file.DiallingCodes.ToFrozenDictionary(pair => pair.Key, pair => areas[pair.Value]);
        Countries = file.Countries.ToFrozenDictionary(country => country.Alpha2, StringComparer.OrdinalIgnoreCase);
        All = [.. file.Countries.Where(country => country.Alpha3.Length > 0).Select(country => areas[country.Alpha2])];
        Spellings = [.. names.Select(name => new Spelling(
            name.Words, [.. name.Phrase.Areas.Select(area => area.Code)], name.Phrase.Abbreviation, whole.Contains(string.Join(' ', name.Words))))];
        _names = names;
        _commonWords = file.CommonWords;
        _wholeOnly = whole;
        Plain = LookupOf([]);
    }

    public static CountryTable Read() => new(CountryFile.Read());

    public FrozenDictionary<string, Area> ByCode { get; }

    public FrozenDictionary<string, Area> ByFips { get; }

    public FrozenDictionary<string, Area> ByDiallingCode { get; }

    public FrozenDictionary<string, Country> Countries { get; }

    public IReadOnlyList<Area> All { get; }

    public IReadOnlyList<Spelling> Spellings { get; }

    /// <summary>Of the names in countries.json: English, French and German.</summary>
    public CountryLookup Plain { get; }

    /// <summary>Of these names and those of further languages.</summary>
    public CountryLookup In(IReadOnlyList<string> languages) =>
        languages.All(language => language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            ? Plain
            : _lookups.GetOrAdd(string.Join(' ', languages), _ => LookupOf(languages));

    private CountryLookup LookupOf(IReadOnlyList<string> languages)
    {
        var names = (languages.All(language => OwnLanguages.Contains(language[..2])) ? _names : _names.Select(NeedingCapitals))
            .Concat(languages.SelectMany(LocalNamesOf)).ToList();
        return new CountryLookup(names, names.Where(name => !_wholeOnly.Contains(string.Join(' ', name.Words))), _commonWords);
    }

    // "mali" is a word of Polish.
    private static (string[] Words, Phrase Phrase) NeedingCapitals((string[] Words, Phrase Phrase) name) =>
        (name.Words, name.Phrase with { NeedsCapital = true });

    private IEnumerable<(string[] Words, Phrase Phrase)> LocalNamesOf(string language) =>
    [
        .. LocalNames.In(language).Where(local => !WholeNameMatcher.IsShared(local.Name))
            .Select(local => NeedingCapitals(Named(local.Name, [ByCode[local.Alpha2]], inverted: false))),
        .. LocalNames.NotCountriesIn(language).Select(name => Named(name, [], inverted: false)),
    ];

    private static FrozenDictionary<string, Area> Index(CountryFile file, Dictionary<string, Area> areas, Func<Country, IReadOnlyList<string>> codes) =>
        file.Countries
            .SelectMany(country => codes(country).Where(code => code.Length > 0), (country, code) => (code, areas[country.Alpha2]))
            .ToFrozenDictionary(pair => pair.code, pair => pair.Item2, StringComparer.OrdinalIgnoreCase);

    private static List<(string[] Words, Phrase Phrase)> NamesOf(CountryFile file, Dictionary<string, Area> areas) =>
    [
        .. from country in file.Countries
           from name in (string[])[country.En, country.Fr, country.De]
           select Named(name, [areas[country.Alpha2]], inverted: false),
        .. from country in file.Countries
           from alias in country.Aliases
           select Named(alias, [areas[country.Alpha2]], inverted: alias.AsSpan().ContainsAny(',', '(')),
        .. from joint in file.Together
           from name in joint.Names
           select Named(name, [.. joint.Codes.Select(code => areas[code])], inverted: false),
        .. from phrase in file.NotCountries
           select Named(phrase, [], inverted: false),
    ];

    private static (string[] Words, Phrase Phrase) Named(string name, IReadOnlyList<Area> areas, bool inverted)
    {
        var words = TextTokenizer.Of(name);
        return (words, Phrase.Of(name, words, areas, inverted));
    }
}

/// <summary>A name as words are compared.</summary>
/// <param name="Codes">Of what it names; none for what only looks like a country's name.</param>
/// <param name="OnlyAlone">It is a name only when nothing else stands beside it.</param>
internal sealed record Spelling(string[] Words, IReadOnlyList<string> Codes, bool Abbreviation, bool OnlyAlone);

/// <summary>The names of countries as a publisher of some languages writes them.</summary>
internal sealed class CountryLookup(
    IEnumerable<(string[] Words, Phrase Phrase)> whole, IEnumerable<(string[] Words, Phrase Phrase)> inText, IEnumerable<string> commonWords)
{
    private readonly WholeNameMatcher _whole = new(whole);
    private readonly CountryNameSearch _inText = new(inText, commonWords);

    /// <inheritdoc cref="CountryNames.Named"/>
    public Area? Named(string name) => _whole.Named(name);

    /// <inheritdoc cref="CountryNames.In"/>
    public Area? In(string text) => _inText.In(text).Where(phrase => phrase.First is not null).MaxBy(phrase => phrase.Weight)?.First;

    /// <inheritdoc cref="CountryNames.AllIn"/>
    public IReadOnlyList<Area> AllIn(string text) => [.. _inText.In(text).SelectMany(phrase => phrase.Areas).Distinct()];
}
