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
