using System.Globalization;
using System.Text;
using System.Text.Json;
using AlertRelay.Countries;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Api.Contracts;

/// <summary>The country picture as JSON, in the form of the API, and as CSV (RFC 4180), a line for each country and government.</summary>
public static class CountryDocument
{
    private const string Header =
        "country,name,government,channel,state,whole_severity,whole_words,part_severity,part_words,held_severity,held_words,since,published,last_read,link\r\n";

    public static string Json(CountryPicture picture) => JsonSerializer.Serialize(CountryResponse.Of(picture, []), WebJson.Wire.CountryResponse);

    public static string Json(IReadOnlyList<CountryPicture> pictures) =>
        JsonSerializer.Serialize(CountryList.Of(pictures[0].At, pictures), WebJson.Wire.CountryList);

    internal static string Json(DateTimeOffset at, IReadOnlyList<CountryPicture> pictures) =>
        JsonSerializer.Serialize(CountryList.Of(at, pictures), WebJson.Wire.CountryList);

    public static string Csv(IReadOnlyList<CountryPicture> pictures)
    {
        var csv = new StringBuilder(Header);
        foreach (var picture in pictures)
        {
            foreach (var level in picture.Authorities)
                csv.AppendJoin(',', Cells(picture, level).Select(Cell)).Append("\r\n");
        }

        return csv.ToString();
    }

    private static IEnumerable<string?> Cells(CountryPicture picture, AuthorityLevel level) =>
    [
        picture.Country.Code, picture.Country.Name, level.Government, level.Channel, CountryText.Of(level.State),
        $"{level.Whole?.Severity}", level.Whole?.Label ?? level.Whole?.Native, $"{level.Part?.Severity}", level.Part?.Label ?? level.Part?.Native,
        $"{level.Held?.Level?.Severity}", level.Held is null ? null : level.Held.Level?.Label ?? level.Held.Level?.Native ?? "no longer listed",
        Time(level.Since), Time(level.PublishedAt), Time(level.LastReadAt), level.Link?.AbsoluteUri,
    ];

    // A spreadsheet runs a cell that begins so as a formula.
    private static string Cell(string? text)
    {
        text = text is null ? "" : TextSanitizer.Line(text);
        var plain = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
        return plain.AsSpan().ContainsAny(",\"\r\n") ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
