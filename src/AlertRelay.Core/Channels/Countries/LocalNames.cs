using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlertRelay.Channels.Countries;

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
