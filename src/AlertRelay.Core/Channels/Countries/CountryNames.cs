using System.Collections.Frozen;
using AlertRelay.Alerts;

namespace AlertRelay.Channels.Countries;

/// <summary>
/// The names and codes that publishers give to countries: in English, French and German, and in the languages of a channel (<see cref="For"/>).
/// </summary>
public static class CountryNames
{
    private static readonly Lazy<CountryTable> Table = new(CountryTable.Read);

    /// <summary>ISO 3166-1 and XK for Kosovo, by alpha-2 code. Parts of countries ("GB-NIR") are not among them.</summary>
    public static IReadOnlyList<Area> All => Table.Value.All;

    /// <summary>Every name that is known, as words are compared, with the codes of what it names; none for what only looks like a country's name.</summary>
    internal static IEnumerable<Spelling> Spellings => Table.Value.Spellings;

    /// <summary>ISO 3166-1 alpha-2, "IC" and "UK", and ISO 3166-2 for the parts that publishers treat apart.</summary>
    public static Area? OfAlpha2(string code) => code.Length == 3 ? null : Table.Value.ByCode.GetValueOrDefault(code);

    /// <summary>The publisher's country, as the area of notices that name no other; none for international bodies.</summary>
    public static IReadOnlyList<Area> Of(Channel channel) => channel.Country is { } country && OfAlpha2(country) is { } area ? [area] : [];

    /// <summary>ISO 3166-1 alpha-3, "XKX", and "BQ-BO" as the Dutch list has it.</summary>
    public static Area? OfAlpha3(string code) => code.Length == 2 ? null : Table.Value.ByCode.GetValueOrDefault(code);

    /// <summary>ISO 3166-1 numeric, three digits.</summary>
    public static Area? OfNumeric(string code) =>
        code.Length == 3 && LocalNames.Instance.Numeric.GetValueOrDefault(code) is { } alpha2 ? OfAlpha2(alpha2) : null;

    /// <summary>The names that a channel in these languages may write, beside the English, French and German ones.</summary>
    internal static CountryLookup For(IReadOnlyList<string> languages) => Table.Value.In(languages);

    /// <summary>FIPS 10-4, whose codes look like ISO's and mean others: "AU" is Austria, "NG" is Niger.</summary>
    public static Area? OfFips(string code) => Table.Value.ByFips.GetValueOrDefault(code);

    /// <summary>Of four digits, as Japan's foreign ministry writes them: "0098" is Iran.</summary>
    public static Area? OfDiallingCode(string code) => Table.Value.ByDiallingCode.GetValueOrDefault(code);

    /// <summary>What a text names that holds nothing else: "The Gambia", "Macau*", "cote-d-ivoire", "Korea, North (DPRK)", "Republic of Malta".</summary>
    public static Area? Named(string name) => Table.Value.Plain.Named(name);

    /// <summary>Two states claim the name, and what else stands there tells which one is meant: "Congo", "Korea".</summary>
    public static bool IsShared(string name) => WholeNameMatcher.IsShared(name);

    /// <summary>
    /// The country with the longest name in the text, of two as long the first. Of a joint name ("Israel, the West Bank and Gaza") its first.
    /// </summary>
    public static Area? In(string text) => Table.Value.Plain.In(text);

    /// <summary>Each country that the text names, in its order. Adjectives ("Iranian") and cities are not names.</summary>
    public static IReadOnlyList<Area> AllIn(string text) => Table.Value.Plain.AllIn(text);

    /// <param name="language">"en", "fr" or "de", also with a region ("fr-CA"); any other gives the English name.</param>
    /// <returns>The code itself if it is unknown.</returns>
    public static string NameIn(string alpha2, string language)
    {
        if (OfAlpha2(alpha2) is not { } area)
            return alpha2;

        var country = Table.Value.Countries[area.Code];
        return language.Split('-', '_')[0].ToUpperInvariant() switch
        {
            "FR" => country.Fr,
            "DE" => country.De,
            _ => country.En,
        };
    }
}

/// <summary>Says which country a text names that is nothing but a name, whatever form of the name it is.</summary>
internal sealed class WholeNameMatcher(IEnumerable<(string[] Words, Phrase Phrase)> names)
{
    private const int MaxNameLength = 200;

    // "Republic of X", "X (Federal Democratic Republic of)", "Royaume de X", "La X", "X SAR".
    private static readonly FrozenSet<string> Formal = FrozenSet.Create(
        "republic", "kingdom", "state", "commonwealth", "principality", "sultanate", "emirate", "grand", "duchy", "islamic", "federal", "federative",
        "democratic",
        "people", "s", "peoples", "socialist", "arab", "bolivarian", "plurinational", "independent", "cooperative", "co", "operative", "hashemite", "of",
        "sar", "republique", "royaume", "etat", "sultanat", "principaute", "federale", "federative", "islamique", "populaire", "democratique", "arabe",
        "du", "de", "d", "des", "la", "le", "les", "l", "republik", "bundesrepublik", "volksrepublik", "konigreich", "furstentum",
        "islamische", "arabische", "demokratische", "foderale", "der", "die", "das");

    // Two states claim each of these: the form of the name is what tells them apart, so an unknown form names neither.
    private static readonly FrozenSet<string> Shared = FrozenSet.Create("korea", "coree", "congo", "kongo");

    private readonly FrozenDictionary<string, Phrase> _names = names
        .DistinctBy(name => Key(name.Words)).ToFrozenDictionary(name => Key(name.Words), name => name.Phrase);

    public static bool IsShared(string text) => TextTokenizer.Of(text) is [var only] && Shared.Contains(only);

    public Area? Named(string text)
    {
        if (text.Length > MaxNameLength)
            return null;

        var words = TextTokenizer.Of(text);
        return Find(words) is { } exact ? exact.First : TwiceNamed(words) ?? WithoutForm(words);
    }

    /// <summary>"Burma (Myanmar)", "timor-leste-east-timor": two names of one country.</summary>
    private Area? TwiceNamed(string[] words) =>
        Enumerable.Range(1, Math.Max(0, words.Length - 1))
            .Select(cut => (First: Find(words.AsSpan(0, cut))?.First, Second: Find(words.AsSpan(cut))?.First))
            .FirstOrDefault(pair => pair.First is not null && pair.First == pair.Second)
            .First;

    private Area? WithoutForm(string[] words)
    {
        var bare = words.SkipWhile(Formal.Contains).Reverse().SkipWhile(Formal.Contains).Reverse().ToArray();
        return bare is [var only] && Shared.Contains(only) ? null : Find(bare)?.First;
    }

    private Phrase? Find(ReadOnlySpan<string> words) => _names.GetValueOrDefault(string.Join(' ', words));

    private static string Key(string[] words) => string.Join(' ', words);
}
