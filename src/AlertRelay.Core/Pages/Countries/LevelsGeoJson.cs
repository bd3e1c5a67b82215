using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Countries;

namespace AlertRelay.Pages.Countries;

/// <summary>The levels of all countries as GeoJSON (RFC 7946), a feature for each country.</summary>
internal static class LevelsGeoJson
{
    public const string None = "none", Point = "point", Shape = "110m";

    public static readonly IReadOnlyList<string> Geometries = [None, Point, Shape];

    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="geometry">One of <see cref="Geometries"/>. Countries without a shape have a point.</param>
    public static byte[] Write(IReadOnlyList<CountryPicture> pictures, string geometry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Form))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var picture in pictures)
                WriteFeature(json, picture, geometry);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteFeature(Utf8JsonWriter json, CountryPicture picture, string geometry)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", picture.Country.Code);
        json.WritePropertyName("geometry");
        WriteGeometry(json, WorldMap.Instance.Find(picture.Country.Code), geometry);
        json.WriteStartObject("properties");
        json.WriteString("code", picture.Country.Code);
        json.WriteString("name", picture.Country.Name);
        json.WriteString("at", picture.At);
        json.WriteNumber("governments", picture.Whole.Governments);
        WriteSeverity(json, "lowest", picture.Whole.Lowest?.Severity);
        WriteSeverity(json, "highest", picture.Whole.Highest?.Severity);
        WriteSeverity(json, "medianFrom", picture.Whole.Median?.From);
        WriteSeverity(json, "medianTo", picture.Whole.Median?.To);
        WriteSeverity(json, "highestOfParts", picture.Parts.Highest?.Severity);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSeverity(Utf8JsonWriter json, string name, Severity? severity)
    {
        if (severity is { } known)
            json.WriteString(name, known.ToString());
        else
            json.WriteNull(name);
    }

    private static void WriteGeometry(Utf8JsonWriter json, MappedCountry? country, string geometry)
    {
        if (country is null || geometry == None)
        {
            json.WriteNullValue();
            return;
        }

        if (geometry == Shape && country.Geometry is { } shape)
        {
            shape.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "Point");
        json.WriteStartArray("coordinates");
        foreach (var coordinate in country.Point)
            json.WriteNumberValue(coordinate);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
