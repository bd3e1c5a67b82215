using AlertRelay.Api.Contracts;

namespace AlertRelay.Api.OpenApi;

/// <summary>What a route says of itself in the OpenAPI document, beside what its handler's types say.</summary>
internal static class OpenApiDescription
{
    /// <param name="id">Of the operation: the name that clients' code is given.</param>
    /// <param name="summary">One sentence.</param>
    public static T Describe<T>(this T route, string id, string summary)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiDescriptionMetadata(id, summary));

    /// <summary>
    /// The problems of its own. Those that follow from a key, a body, a query or a fault need not be named: see <see cref="OpenApiProblems"/>.
    /// </summary>
    public static T WithProblems<T>(this T route, params ProblemKind[] kinds)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiProblemMetadata(kinds));

    /// <summary>Bodies to try it with; a test does.</summary>
    public static T WithRequestExamples<T>(this T route, params RequestExample[] examples)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiRequestMetadata(examples));

    /// <param name="sample">An answer, for the reader to see one.</param>
    public static T WithResponseExample<T>(this T route, Func<object> sample)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiResponseMetadata(sample));

    /// <summary>One or the other, with the same status.</summary>
    public static T Answers<T>(this T route, params Type[] either)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiFileMetadata(either));

    /// <summary>A body that is not JSON.</summary>
    public static T AnswersFile<T>(this T route, string mediaType, string description)
        where T : IEndpointConventionBuilder => route.WithMetadata(new FileResponse(mediaType, description));
}

internal sealed record OpenApiDescriptionMetadata(string Id, string Summary);

internal sealed record OpenApiProblemMetadata(IReadOnlyList<ProblemKind> Kinds);

internal sealed record OpenApiRequestMetadata(IReadOnlyList<RequestExample> Examples);

internal sealed record OpenApiResponseMetadata(Func<object> Sample);

internal sealed record OpenApiFileMetadata(IReadOnlyList<Type> Types);

internal sealed record FileResponse(string MediaType, string Description);

/// <param name="Name">Its key in the document.</param>
internal sealed record RequestExample(string Name, string Summary, string Json);
