using AlertRelay.Api.Contracts;

namespace AlertRelay.Api.OpenApi;

/// <summary>What a route says of itself in the OpenAPI document, beside what its handler's types say.</summary>
internal static class Description
{
    /// <param name="id">Of the operation: the name that clients' code is given.</param>
    /// <param name="summary">One sentence.</param>
    public static T Describe<T>(this T route, string id, string summary)
        where T : IEndpointConventionBuilder => route.WithMetadata(new Described(id, summary));

    /// <summary>The problems of its own. Those that follow from a key, a body, a query or a fault need not be named: see <see cref="Refusals"/>.</summary>
    public static T Refuses<T>(this T route, params ProblemKind[] kinds)
        where T : IEndpointConventionBuilder => route.WithMetadata(new Refused(kinds));

    /// <summary>Parameters that the handler reads by hand.</summary>
    public static T Takes<T>(this T route, params Parameter[] parameters)
        where T : IEndpointConventionBuilder => route.WithMetadata(new Taken(parameters));

    /// <summary>Bodies to try it with; a test does.</summary>
    public static T Tried<T>(this T route, params RequestExample[] examples)
        where T : IEndpointConventionBuilder => route.WithMetadata(new Tries(examples));

    /// <param name="sample">An answer, for the reader to see one.</param>
    public static T Shows<T>(this T route, Func<object> sample)
        where T : IEndpointConventionBuilder => route.WithMetadata(new Shown(sample));

    /// <summary>One or the other, with the same status.</summary>
    public static T Answers<T>(this T route, params Type[] either)
        where T : IEndpointConventionBuilder => route.WithMetadata(new Either(either));

    /// <summary>A body that is not JSON.</summary>
    public static T AnswersFile<T>(this T route, string mediaType, string description)
        where T : IEndpointConventionBuilder => route.WithMetadata(new FileAnswer(mediaType, description));
}

internal sealed record Described(string Id, string Summary);

internal sealed record Refused(IReadOnlyList<ProblemKind> Kinds);

internal sealed record Taken(IReadOnlyList<Parameter> Parameters);

internal sealed record Tries(IReadOnlyList<RequestExample> Examples);

internal sealed record Shown(Func<object> Sample);

internal sealed record Either(IReadOnlyList<Type> Types);

internal sealed record FileAnswer(string MediaType, string Description);

/// <param name="Name">Its key in the document.</param>
internal sealed record RequestExample(string Name, string Summary, string Json);
