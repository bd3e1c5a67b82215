using System.Globalization;
using System.Text.Json.Serialization;

namespace AlertRelay.Api.Contracts;

/// <summary>Why a request was not done and what to write instead (RFC 9457).</summary>
internal sealed record Problem : IResult
{
    private const string MediaType = "application/problem+json";

    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>By the field's path in the body ("filter.channels[0]") or the query's name: what is wrong and what to write.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Errors { get; init; }

    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (RetryAfter is { } wait)
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        return httpContext.Response.WriteAsJsonAsync(this, WebJson.Wire.Problem, MediaType, httpContext.RequestAborted);
    }

    public static Problem NotFound(string what, string id) => ProblemKind.NotFound.WithDetail($"There is no {what} {Shown(id)} that this key may see.");

    /// <summary>For answers that have a status and no body: those of the router and of the server.</summary>
    public static Problem Of(int status, HttpRequest request) => status switch
    {
        400 => ProblemKind.InvalidRequest.WithDetail("The request cannot be read."),
        404 => ProblemKind.NoSuchRoute.WithDetail($"There is nothing at {Shown(request.Path)}; GET / names the addresses that there are."),
        405 => ProblemKind.MethodNotAllowed.WithDetail($"{Shown(request.Path)} does not know {Shown(request.Method)}; the header Allow names what it knows."),
        413 => ProblemKind.TooLarge.WithDetail($"The body is larger than {ApiLimits.BodyBytes / 1024} KB."),
        415 => ProblemKind.UnsupportedMediaType.WithDetail("Send JSON that is not compressed, with the header 'Content-Type: application/json'."),
        _ => new() { Type = "about:blank", Title = $"HTTP {status}", Status = status, Detail = "The request was not done." },
    };

    private static string Shown(string text) => text.Length <= 100 ? $"'{text}'" : $"'{text[..100]}…'";
}
