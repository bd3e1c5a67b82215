using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Countries;

namespace AlertRelay.Pages;

/// <summary>
/// The world as inline SVG: a shape for each country, a circle for those that are too small to have one. The table beside it says the same, so readers of
/// screens and those without a mouse are not led through 250 links.
/// </summary>
internal static class CountryMap
{
    private const string Radius = "4";

    public static Markup Of(IReadOnlyList<CountryPicture> pictures, string root)
    {
        var map = WorldMap.Instance;
        var shown = pictures.ToDictionary(picture => picture.Country.Code);
        var countries = map.Countries.Where(country => shown.ContainsKey(country.Code)).ToList();
        return Markup.Of($"""
            <svg class="map" viewBox="0 0 {map.Width} {map.Height}" aria-hidden="true" focusable="false">
            <path class="sea" d="{map.Sphere}"/>
            {Markup.Join(map.Countries.Where(country => country.Path is not null && !shown.ContainsKey(country.Code)).Select(Outside))}
            {Markup.Join(countries.Where(country => country.Path is not null).Select(country => Country(country, shown[country.Code], root)))}
            {Markup.Join(countries.Where(country => country.Path is null).Select(country => Country(country, shown[country.Code], root)))}
            </svg>
            <p class="soft">{Legend()}</p>
            <p class="soft">The color is the median of what governments say of the whole country, the higher of two. White: no level is known.</p>
            <p class="soft">Borders are those of Natural Earth 1:110m, which shows who holds a territory. They state no opinion on disputed ones.</p>
            """);
    }

    private static Markup Country(MappedCountry country, CountryPicture picture, string root) => Markup.Of($"""
        <a href="{root}/countries/{country.Code}" tabindex="-1"><title>{Title(picture)}</title>{Shape(country, picture.Whole.Median?.To)}</a>
        """);

    private static Markup Shape(MappedCountry country, Severity? severity)
    {
        var color = severity is { } known ? $"{known}" : "blank";
        return country.Path is { } path
            ? Markup.Of($"<path class=\"{color}\" d=\"{path}\"/>")
            : Markup.Of($"<circle class=\"{color}\" cx=\"{Number(country.X)}\" cy=\"{Number(country.Y)}\" r=\"{Radius}\"/>");
    }

    private static Markup Outside(MappedCountry country) => Markup.Of($"<path class=\"outside\" d=\"{country.Path}\"/>");

    private static string Title(CountryPicture picture) => picture.Whole.Median is { } median
        ? string.Create(CultureInfo.InvariantCulture, $"{picture.Country.Name}: median {CountryText.Of(median)} of {median.Governments}")
        : $"{picture.Country.Name}: no level is known";

    private static Markup Legend() => Markup.Join(
        new[] { Severity.Extreme, Severity.Severe, Severity.Moderate, Severity.Minor }.Select(
            severity => Markup.Of($"<span class=\"key {severity.ToString()}\">{CountryWords.Short(severity)}</span>")));

    private static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
