using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlertRelay.Channels.Countries;

/// <summary>countries.json: the names and codes, and what running text needs to be read right.</summary>
/// <param name="Together">Names that stand for several at once, the one a notice is filed under first.</param>
/// <param name="NotCountries">Phrases with a country's name in them that mean something else ("New Jersey").</param>
/// <param name="WholeOnly">Names that are names only when nothing else stands beside them ("Island", "America").</param>
/// <param name="CommonWords">Words that are names only with a capital ("turkey").</param>
/// <param name="DiallingCodes">
/// Calling codes (ITU-T E.164) in four digits, as Japan's foreign ministry names countries, with their ISO codes; 1000, 9001 and 9007 (the United States,
/// Canada, Russia) are the ministry's own.
/// </param>
internal sealed record CountryFile(
    IReadOnlyList<Country> Countries,
    IReadOnlyList<JointName> Together,
    IReadOnlyList<string> NotCountries,
    IReadOnlyList<string> WholeOnly,
    IReadOnlyList<string> CommonWords,
    IReadOnlyDictionary<string, string> DiallingCodes)
{
    public static CountryFile Read()
    {
        using var json = typeof(CountryFile).Assembly.GetManifestResourceStream("Countries/countries.json")
            ?? throw new InvalidOperationException("Countries/countries.json is not embedded in the program.");
        return JsonSerializer.Deserialize(json, CountryFileJson.Default.CountryFile)
            ?? throw new InvalidOperationException("Countries/countries.json is empty.");
    }
}

/// <param name="Alpha2">ISO 3166-1, or ISO 3166-2 for a part of a country.</param>
/// <param name="Alpha3">Empty for a part.</param>
/// <param name="Fips">FIPS 10-4, and what the State Department writes in its place.</param>
/// <param name="Also">Further codes that publishers write ("UK", "IC", "XKK").</param>
internal sealed record Country(
    string Alpha2,
    string Alpha3,
    IReadOnlyList<string> Fips,
    string En,
    string Fr,
    string De,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string>? Also = null);

internal sealed record JointName(IReadOnlyList<string> Names, IReadOnlyList<string> Codes);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CountryFile))]
internal sealed partial class CountryFileJson : JsonSerializerContext;

/// <summary>names.json: the names of countries in some thirty languages, and ISO 3166-1 numeric codes; written by make-names.mjs from Unicode CLDR.</summary>
/// <param name="Numeric">By three digits: "364" is "IR".</param>
/// <param name="Names">By language and alpha-2 code.</param>
internal sealed record LocalNames(
    IReadOnlyDictionary<string, string> Numeric, IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Names)
{
    private static readonly Lazy<LocalNames> File = new(Read);

    // Language tags that CLDR files under another one.
    private static readonly FrozenDictionary<string, string> Filed = new Dictionary<string, string> { ["no"] = "nb", ["iw"] = "he" }.ToFrozenDictionary();

    // What holds the name of a country and is none, in languages written without spaces.
    private static readonly FrozenDictionary<string, string[]> NotCountries = new Dictionary<string, string[]>
    {
        ["ja"] = ["インド洋"],
        ["zh"] = ["印度洋"],
        ["ko"] = ["인도양"],
    }.ToFrozenDictionary();

    public static LocalNames Instance => File.Value;

    /// <summary>None for a language that is not in the file.</summary>
    public static IEnumerable<(string Alpha2, string Name)> In(string language) =>
        Instance.Names.GetValueOrDefault(Tag(language)) is { } names
            ? names.SelectMany(country => country.Value, (country, name) => (country.Key, name))
            : [];

    public static IEnumerable<string> NotCountriesIn(string language) => NotCountries.GetValueOrDefault(Tag(language)) ?? [];

    private static string Tag(string language) =>
        language.Split('-', '_')[0].ToLowerInvariant() is var tag && Filed.TryGetValue(tag, out var filed) ? filed : tag;

    private static LocalNames Read()
    {
        using var json = typeof(LocalNames).Assembly.GetManifestResourceStream("Countries/names.json")
            ?? throw new InvalidOperationException("Countries/names.json is not embedded in the program.");
        return JsonSerializer.Deserialize(json, LocalNamesJson.Default.LocalNames) ?? throw new InvalidOperationException("Countries/names.json is empty.");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LocalNames))]
internal sealed partial class LocalNamesJson : JsonSerializerContext;
