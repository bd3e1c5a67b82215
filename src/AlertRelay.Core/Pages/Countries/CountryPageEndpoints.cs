using System.Globalization;
using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Countries;
using AlertRelay.Pages.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Pages.Countries;

/// <summary>
/// The country picture for people without a key, and as CSV, JSON and GeoJSON. A page costs the reads of <see cref="PictureCache"/> or, of one country, a
/// few for each government, however long the history is.
/// </summary>
internal static class CountryPageEndpoints
{
    private static readonly TimeSpan IsFresh = TimeSpan.FromSeconds(30);

    public static void MapCountryPages(this IEndpointRouteBuilder pages)
    {
        string[] look = [HttpMethods.Get, HttpMethods.Head];
        pages.MapMethods("/countries", look, Matrix);
        pages.MapMethods("/countries.csv", look, Csv);
        pages.MapMethods("/countries.json", look, Json);
        pages.MapMethods("/levels.geojson", look, GeoJson);
        pages.MapMethods("/countries/{code}", look, Country);
        pages.MapMethods("/countries/{code}.json", look, CountryJson);
    }

    private static Task<Results<PageResult, ProblemHttpResult>> Matrix(
        [AsParameters] CountryPageParameters parameters, HttpRequest request, PictureCache cache, CountryPictures pictures,
        CancellationToken cancellationToken) =>
        Answer(
            parameters, request, cache, pictures, (all, filter) => PageResult.Of<CountriesPage>(new CountriesModel(all, filter)), cancellationToken);

    private static Task<Results<PageResult, ProblemHttpResult>> Csv(
        [AsParameters] CountryPageParameters parameters, HttpRequest request, PictureCache cache, CountryPictures pictures,
        CancellationToken cancellationToken) =>
        Answer(parameters, request, cache, pictures, (all, filter) => Text(CountryDocument.Csv(filter.Of(all)), "text/csv; charset=utf-8"), cancellationToken);

    private static Task<Results<PageResult, ProblemHttpResult>> Json(
        [AsParameters] CountryPageParameters parameters, HttpRequest request, PictureCache cache, CountryPictures pictures,
        CancellationToken cancellationToken) =>
        Answer(
            parameters, request, cache, pictures, (all, filter) => Text(CountryDocument.Json(all[0].At, filter.Of(all)), "application/json; charset=utf-8"),
            cancellationToken);

    private static async Task<Results<PageResult, ProblemHttpResult>> Answer(
        CountryPageParameters parameters, HttpRequest request, PictureCache cache, CountryPictures pictures,
        Func<IReadOnlyList<CountryPicture>, CountriesFilter, PageResult> write, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var filter = await Read(parameters, QueryReader.Of<CountryPageParameters>(request.Query, errors), pictures, errors, cancellationToken);
        return errors.Any ? errors.ToProblem() : write(await cache.All(filter.At, cancellationToken), filter) with { Fresh = IsFresh };
    }

    private static async Task<CountriesFilter> Read(
        CountryPageParameters parameters, QueryReader query, CountryPictures pictures, ValidationErrors errors, CancellationToken cancellationToken)
    {
        var (region, government, at) = (query.One(parameters.Region), query.One(parameters.Government), query.One(parameters.At));
        var regionCode = region is null ? null : WorldMap.Instance.RegionCode(region);
        if (region is not null && regionCode is null)
            errors.Add("region", $"write one of: {string.Join(", ", WorldMap.Instance.Regions.Values.Order(StringComparer.Ordinal))}.");
        if (government is not null && !pictures.Governments.Contains(government))
            errors.Add("government", $"write one of: {string.Join(", ", pictures.Governments)}.");
        return new CountriesFilter(
            regionCode, government, query.Word<Severity>(parameters.MinimumSeverity, Severity.Unknown),
            at is null ? null : await Day(at, pictures, errors, cancellationToken));
    }

    // By day, so that many readers of the past cost few reads. Of a day that has not ended it is the present.
    private static async Task<DateOnly?> Day(string at, CountryPictures pictures, ValidationErrors errors, CancellationToken cancellationToken)
    {
        if (!DateOnly.TryParseExact(at, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            errors.Add("at", "write a day as in 2026-01-31.");
            return null;
        }

        var (time, problem) = await pictures.ReadTime(at, cancellationToken);
        if (problem is not null)
            errors.Add("at", problem);
        return time < new DateTimeOffset(day, TimeOnly.MaxValue, TimeSpan.Zero) ? null : day;
    }

    private static Task<Results<PageResult, ProblemHttpResult>> Country(
        string code, [AsParameters] CountryParameters parameters, HttpContext http, PictureCache cache, CountryPictures pictures, ChannelCatalog catalog,
        CancellationToken cancellationToken) =>
        AnswerCountry(
            code, parameters, http, pictures,
            async (country, at) =>
            {
                var (picture, history) = await cache.WithHistory(country, at, cancellationToken);
                return PageResult.Of<CountryPage>(new CountryModel(picture, history, catalog));
            },
            cancellationToken);

    private static Task<Results<PageResult, ProblemHttpResult>> CountryJson(
        string code, [AsParameters] CountryParameters parameters, HttpContext http, PictureCache cache, CountryPictures pictures,
        CancellationToken cancellationToken) =>
        AnswerCountry(
            code, parameters, http, pictures,
            async (country, at) => Text(CountryDocument.Json(await cache.Of(country, at, cancellationToken)), "application/json; charset=utf-8"),
            cancellationToken);

    private static async Task<Results<PageResult, ProblemHttpResult>> AnswerCountry(
        string code, CountryParameters parameters, HttpContext http, CountryPictures pictures,
        Func<Area, DateTimeOffset?, Task<PageResult>> read, CancellationToken cancellationToken)
    {
        if (CountryPictures.Find(code) is not { } country)
            return NotFound(code, http);

        var errors = new ValidationErrors();
        DateTimeOffset? at = null;
        if (QueryReader.Of<CountryParameters>(http.Request.Query, errors).One(parameters.At) is { } text)
        {
            (at, var problem) = await pictures.ReadTime(text, cancellationToken);
            if (problem is not null)
                errors.Add("at", problem);
        }

        return errors.Any ? errors.ToProblem() : await read(country, at) with { Fresh = IsFresh };
    }

    private static async Task<Results<PageResult, ProblemHttpResult>> GeoJson(
        [AsParameters] GeoJsonParameters parameters, HttpRequest request, PictureCache cache, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var geometry = QueryReader.Of<GeoJsonParameters>(request.Query, errors).One(parameters.Geometry) ?? LevelsGeoJson.Point;
        if (!LevelsGeoJson.Geometries.Contains(geometry))
            errors.Add("geometry", $"write one of: {string.Join(", ", LevelsGeoJson.Geometries)}.");
        if (errors.Any)
            return errors.ToProblem();

        return PageResult.Of(LevelsGeoJson.Write(await cache.All(null, cancellationToken), geometry), "application/geo+json") with { Fresh = IsFresh };
    }

    private static PageResult Text(string text, string contentType) => PageResult.Of(Encoding.UTF8.GetBytes(text), contentType);

    private static Results<PageResult, ProblemHttpResult> NotFound(string code, HttpContext http)
    {
        http.Response.Headers.Vary = "Accept";
        return PageMetadata.IsForBrowser(http.Request)
            ? new PageProblem(
                StatusCodes.Status404NotFound, Texts.NoSuchCountry, CountryPictures.NoSuchCountry(code), PageProblem.NoErrors, "/countries").Page()
            : ProblemKind.NotFound.WithDetail(CountryPictures.NoSuchCountry(code));
    }
}

/// <param name="All">Unfiltered, for the choices.</param>
internal sealed record CountriesModel(IReadOnlyList<CountryPicture> All, CountriesFilter Filter);

/// <param name="History">What changed, newest first.</param>
internal sealed record CountryModel(CountryPicture Picture, IReadOnlyList<LevelStep> History, ChannelCatalog Catalog);
