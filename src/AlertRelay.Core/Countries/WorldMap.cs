using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlertRelay.Countries;

/// <summary>
/// Where countries lie: world.json, made by make-world.mjs from Natural Earth 1:110m (public domain) and Unicode CLDR. Its borders are Natural Earth's,
/// which shows who holds a territory; they state no opinion.
/// </summary>
internal sealed record WorldMap(
    int Width, int Height, string Sphere, IReadOnlyDictionary<string, string> Regions, IReadOnlyList<MappedCountry> Countries)
{
    private static readonly Lazy<WorldMap> World = new(Read);

    public static WorldMap Instance => World.Value;

    public MappedCountry? Find(string code) => Countries.FirstOrDefault(country => country.Code == code);

    /// <summary>Finds a region by its name or its UN M49 code: "Western Asia", "western-asia", "145".</summary>
    public string? RegionCode(string word) => Regions.FirstOrDefault(
        region => region.Key == word || string.Equals(region.Value.Replace(' ', '-'), word.Trim().Replace(' ', '-'), StringComparison.OrdinalIgnoreCase)).Key;

    private static WorldMap Read()
    {
        using var json = typeof(WorldMap).Assembly.GetManifestResourceStream("world.json")
            ?? throw new InvalidOperationException("world.json is not embedded in the program.");
        return JsonSerializer.Deserialize(json, WorldMapJson.Default.WorldMap) ?? throw new InvalidOperationException("world.json is empty.");
    }
}

/// <param name="Region">UN M49: the continent and its part.</param>
/// <param name="Path">The SVG path of its shape; null if it is too small to have one.</param>
/// <param name="X">With <paramref name="Y"/> its centre on the map.</param>
/// <param name="Point">Longitude and latitude of its centre.</param>
/// <param name="Geometry">GeoJSON (RFC 7946); null if it is too small to have a shape.</param>
internal sealed record MappedCountry(
    string Code, IReadOnlyList<string> Region, string? Path, double X, double Y, IReadOnlyList<double> Point, JsonElement? Geometry);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WorldMap))]
internal sealed partial class WorldMapJson : JsonSerializerContext;
