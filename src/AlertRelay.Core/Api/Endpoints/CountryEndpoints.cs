using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Countries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>What every government says about a country, now or at a past time.</summary>
internal static class CountryEndpoints
{
    public static void MapCountries(this IEndpointRouteBuilder app)
    {
        var countries = app.MapGroup("/countries").WithTags("Countries");
        countries.MapGet("", List)
            .Describe("listCountries", "List countries", "Returns what every government says about each country, now or at a past time.")
            .WithResponseExample(ChannelExamples.Countries);
        countries.MapGet("/{code}", Get)
            .Describe(
                "getCountry", "Get a country",
                "Returns what every government says about the country, now or at a past time. "
                + "The history has the changes of the twelve months before, at most 200.")
            .WithResponseExample(ChannelExamples.Country)
            .WithProblems(ProblemKind.NotFound);
    }

    private static async Task<Results<Ok<CountryList>, ProblemHttpResult>> List(
        [AsParameters] CountryListParameters parameters, HttpRequest request, CountryPictures pictures, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var query = QueryReader.Of<CountryListParameters>(request.Query, errors);
        var minimum = query.Word<Severity>(parameters.MinimumSeverity, Severity.Unknown);
        var at = await Time(query.One(parameters.At), pictures, errors, cancellationToken);
        if (errors.Any)
            return errors.ToProblem();

        var all = await pictures.All(at, cancellationToken);
        return TypedResults.Ok(CountryList.Of(all[0].At, all.Where(picture => minimum is null || picture.Reaches(minimum.Value))));
    }

    private static async Task<Results<Ok<CountryResponse>, ProblemHttpResult>> Get(
        string code, [AsParameters] CountryParameters parameters, HttpRequest request, CountryPictures pictures,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var query = QueryReader.Of<CountryParameters>(request.Query, errors);
        var at = await Time(query.One(parameters.At), pictures, errors, cancellationToken);
        if (errors.Any)
            return errors.ToProblem();
        if (CountryPictures.Find(code) is not { } country)
            return ProblemKind.NotFound.WithDetail(CountryPictures.NoSuchCountry(code));

        var (picture, history) = await pictures.WithHistory(country, at, cancellationToken);
        return TypedResults.Ok(CountryResponse.Of(picture, history));
    }

    /// <returns>Null for now.</returns>
    private static async Task<DateTimeOffset?> Time(string? at, CountryPictures pictures, ValidationErrors errors, CancellationToken cancellationToken)
    {
        if (at is null)
            return null;

        var (time, problem) = await pictures.ReadTime(at, cancellationToken);
        if (problem is not null)
            errors.Add("at", problem);
        return time;
    }
}
