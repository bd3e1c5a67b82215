using System.Collections.Frozen;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Countries;

/// <summary>countries.json, laid out for looking up.</summary>
internal sealed class CountryTable
{
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
        Whole = new WholeNameMatcher(names);
        InText = new CountryNameSearch(names.Where(name => !whole.Contains(string.Join(' ', name.Words))), file.CommonWords);
    }

    public static CountryTable Read() => new(CountryFile.Read());

    public FrozenDictionary<string, Area> ByCode { get; }

    public FrozenDictionary<string, Area> ByFips { get; }

    public FrozenDictionary<string, Area> ByDiallingCode { get; }

    public FrozenDictionary<string, Country> Countries { get; }

    public IReadOnlyList<Area> All { get; }

    public IReadOnlyList<Spelling> Spellings { get; }

    public WholeNameMatcher Whole { get; }

    public CountryNameSearch InText { get; }

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
