using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Countries;
using AlertRelay.Pages.Layout;

namespace AlertRelay.Pages.Countries;

/// <summary>Which countries and governments to show, of which time.</summary>
/// <param name="Region">UN M49; null for the world.</param>
/// <param name="Government">A channel; null for all.</param>
/// <param name="At">A past day; null for now.</param>
internal sealed record CountriesFilter(string? Region, string? Government, Severity? MinimumSeverity, DateOnly? At)
{
    /// <summary>With one government there is nothing to compare: severities and comparisons are of that one alone.</summary>
    public IReadOnlyList<CountryPicture> Of(IReadOnlyList<CountryPicture> pictures) =>
    [
        .. pictures.Where(picture => Region is null || WorldMap.Instance.Find(picture.Country.Code)?.Region.Contains(Region) == true)
            .Select(OfGovernment)
            .Where(picture => MinimumSeverity is not { } minimum || picture.Reaches(minimum)),
    ];

    private CountryPicture OfGovernment(CountryPicture picture) => Government is null
        ? picture
        : CountryPicture.Of(picture.Country, picture.At, [.. picture.Authorities.Where(level => level.Channel == Government)]);

    /// <summary>The query, with its question mark; empty if nothing is filtered.</summary>
    public string Query() => LinkQuery.Of(
        ("region", Region), ("government", Government), ("minimumSeverity", MinimumSeverity?.ToString()),
        ("at", At?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
}
