using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace AlertRelay.Pages.Layout;

/// <summary>Says problems to people in a page. Programs, and whatever asks the API, get them as they are.</summary>
internal static class ProblemPages
{
    public static IResult For(HttpContext http, ProblemHttpResult problem)
    {
        if (!PageMetadata.IsForBrowser(http.Request) || http.Request.Path.StartsWithSegments("/api"))
            return problem;

        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        var details = problem.ProblemDetails;
        return details.Type == ProblemKind.NoSuchRoute.Type
            ? new PageProblem(problem.StatusCode, Texts.NoSuchPage, Texts.NoSuchPageDetail, PageProblem.NoErrors, "/").Page()
            : new PageProblem(problem.StatusCode, details.Title ?? $"HTTP {problem.StatusCode}", details.Detail ?? "", ErrorsOf(problem), "/").Page();
    }

    /// <summary>A filter of the routes of pages.</summary>
    public static async ValueTask<object?> ForBrowsers(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        return (result is INestedHttpResult nested ? nested.Result : result) is ProblemHttpResult problem ? For(context.HttpContext, problem) : result;
    }

    private static IReadOnlyDictionary<string, string[]> ErrorsOf(ProblemHttpResult problem) =>
        problem.ProblemDetails.Extensions.TryGetValue(ProblemKind.Errors, out var errors) && errors is IReadOnlyDictionary<string, string> byField
            ? byField.ToDictionary(error => error.Key, error => (string[])[error.Value])
            : PageProblem.NoErrors;
}
