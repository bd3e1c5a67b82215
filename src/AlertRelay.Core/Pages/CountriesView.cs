using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Countries;
using AlertRelay.Deliveries.Layout;

namespace AlertRelay.Pages;

/// <summary>Which countries and governments to show, of which time.</summary>
/// <param name="Region">UN M49; null for the world.</param>
/// <param name="Government">A channel; null for all.</param>
/// <param name="At">A past day; null for now.</param>
internal sealed record CountriesFilter(string? Region, string? Government, Severity? MinimumSeverity, DateOnly? At)
{
    public IReadOnlyList<CountryPicture> Of(IReadOnlyList<CountryPicture> pictures) =>
    [
        .. pictures.Where(picture => (Region is null || WorldMap.Instance.Find(picture.Country.Code)?.Region.Contains(Region) == true)
                && (MinimumSeverity is not { } minimum || picture.Reaches(minimum)))
            .Select(picture => Government is null
                ? picture
                : picture with { Authorities = [.. picture.Authorities.Where(level => level.Channel == Government)] }),
    ];

    /// <summary>The query, with its question mark; empty if nothing is filtered.</summary>
    public string Query()
    {
        var parts = new[]
        {
            ("region", Region), ("government", Government), ("minimumSeverity", MinimumSeverity?.ToString()),
            ("at", At?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        };
        var query = string.Join('&', parts.Where(part => part.Item2 is not null).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));
        return query.Length == 0 ? "" : $"?{query}";
    }
}

/// <summary>Country by government: a map and a table.</summary>
internal static class CountriesView
{
    private const string Manual = "https://github.com/alertrelay/alertrelay/blob/main/docs/build/countries.md";

    /// <param name="all">Unfiltered, for the choices.</param>
    /// <param name="root">As in <see cref="Page.Root"/>.</param>
    public static Page Write(IReadOnlyList<CountryPicture> all, CountriesFilter filter, string root)
    {
        var shown = filter.Of(all);
        var governments = shown.Count > 0 ? shown[0].Authorities : [];
        return new Page("Countries", Markup.Of($"""
            <h1>What governments say about countries</h1>
            <p>{all[0].Authorities.Count} governments, {(filter.At is null ? "now" : "as it was")}: {AlertView.Time(all[0].At)}.
            Every level is the government's own; <a href="{Manual}" rel="noopener noreferrer external">what the words mean</a>.</p>
            {Form(all, filter, root)}
            {CountryMap.Of(shown, root)}
            {(shown.Count == 0 ? Markup.Of($"<p>No country matches.</p>") : Table(shown, governments, root))}
            <p>The same as <a href="{root}/countries.csv{filter.Query()}">CSV</a> and <a href="{root}/countries.json{filter.Query()}">JSON</a>.</p>
            """))
        {
            Root = root,
                        IsWide = true,
            Head = Markup.Of($"<link rel=\"alternate\" type=\"application/json\" href=\"{root}/countries.json{filter.Query()}\">"),
        };
    }

    private static Markup Form(IReadOnlyList<CountryPicture> all, CountriesFilter filter, string root) => Markup.Of($"""
        <form class="filter" method="get" action="{root}/countries">
        <label>Region <select name="region"><option value="">The world</option>
        {Markup.Join(WorldMap.Instance.Regions.OrderBy(region => region.Value, StringComparer.Ordinal).Select(
            region => Option(region.Key, region.Value, region.Key == filter.Region)))}
        </select></label>
        <label>Government <select name="government"><option value="">All</option>
        {Markup.Join(all[0].Authorities.Select(level => Option(level.Channel, level.Government, level.Channel == filter.Government)))}
        </select></label>
        <label>At least <select name="minimumSeverity"><option value="">Any level</option>
        {Markup.Join(new[] { Severity.Extreme, Severity.Severe, Severity.Moderate, Severity.Minor }.Select(
            severity => Option($"{severity}", $"{severity}", severity == filter.MinimumSeverity)))}
        </select></label>
        <label>On <input type="date" name="at" value="{filter.At?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"></label>
        <button>Show</button>
        </form>
        """);

    private static Markup Option(string value, string text, bool isChosen) =>
        isChosen ? Markup.Of($"<option value=\"{value}\" selected>{text}</option>") : Markup.Of($"<option value=\"{value}\">{text}</option>");

    private static Markup Table(IReadOnlyList<CountryPicture> shown, IReadOnlyList<AuthorityLevel> governments, string root) => Markup.Of($"""
        <div class="matrix" tabindex="0" role="region" aria-label="Levels by country and government">
        <table>
        <thead><tr><th scope="col">Country</th>{Markup.Join(governments.Select(
            level => Markup.Of($"<th scope=\"col\" title=\"{TextSanitizer.Line(level.Authority)}\">{level.Government}</th>")))}</tr></thead>
        <tbody>
        {Markup.Join(shown.Select(picture => Row(picture, root)))}
        </tbody>
        </table>
        </div>
        """);

    private static Markup Row(CountryPicture picture, string root) => Markup.Of($"""
        <tr><th scope="row"><a href="{root}/countries/{picture.Country.Code}">{picture.Country.Name}</a></th>
        {Markup.Join(picture.Authorities.Select(Cell))}</tr>
        """);

    private static Markup Cell(AuthorityLevel level) => Markup.Of($"<td class=\"{CountryWords.Class(level)}\">{CountryWords.Short(level)}</td>");
}
