using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;

namespace AlertRelay.Api.OpenApi;

/// <summary>A route's description in the OpenAPI document, in addition to its handler's types.</summary>
internal static class OpenApiDescription
{
    /// <param name="id">The operation id, which names the method in generated clients.</param>
    /// <param name="summary">What the caller does, in two to six words and without a full stop: "Create a subscription".</param>
    /// <param name="description">What the operation does, and its limits, in sentences: "Stores the subscription, …".</param>
    public static T Describe<T>(this T route, string id, string summary, string description)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiDescriptionMetadata(id, summary, description));

    /// <summary>
    /// Its specific problems. Those of keys, bodies, queries and failures are added automatically: see <see cref="OpenApiProblems"/>.
    /// </summary>
    public static T WithProblems<T>(this T route, params ProblemKind[] kinds)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiProblemMetadata(kinds));

    /// <summary>Example bodies, which a test sends.</summary>
    public static T WithRequestExamples<T>(this T route, params RequestExample[] examples)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiRequestMetadata(examples));

    /// <param name="sample">An example response.</param>
    /// <param name="status">Its status; null for the successful one.</param>
    public static T WithResponseExample<T>(this T route, Func<object> sample, int? status = null)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiResponseMetadata(sample, status));

    /// <summary>One of two bodies with the same status.</summary>
    public static T Answers<T>(this T route, params Type[] either)
        where T : IEndpointConventionBuilder => route.WithMetadata(new OpenApiFileMetadata(either));

    /// <summary>A body that is not JSON.</summary>
    public static T AnswersFile<T>(this T route, string mediaType, string description)
        where T : IEndpointConventionBuilder => route.WithMetadata(new FileResponse(mediaType, description));
}

internal sealed record OpenApiDescriptionMetadata(string Id, string Summary, string Description);

internal sealed record OpenApiProblemMetadata(IReadOnlyList<ProblemKind> Kinds);

internal sealed record OpenApiRequestMetadata(IReadOnlyList<RequestExample> Examples);

internal sealed record OpenApiResponseMetadata(Func<object> Sample, int? Status);

internal sealed record OpenApiFileMetadata(IReadOnlyList<Type> Types);

internal sealed record FileResponse(string MediaType, string Description);

/// <param name="Name">Its key in the document.</param>
internal sealed record RequestExample(string Name, string Summary, string Json);

/// <summary>A string, or each in a list, is the name of an enum value, in any case.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class OneOfAttribute : Attribute
{
    public abstract IReadOnlyList<string> Words { get; }
}

/// <inheritdoc/>
/// <param name="except">Names that are not allowed here.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute<T>(params string[] except) : OneOfAttribute
    where T : struct, Enum
{
    public IReadOnlyList<string> Except => except;

    public override IReadOnlyList<string> Words => [.. EnumNames<T>.All().Except(except)];
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfActionsAttribute : OneOfAttribute
{
    public override IReadOnlyList<string> Words => AuditAction.All;
}

/// <summary>The name of a format.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FormatNameAttribute : Attribute;

/// <summary>The pattern of each string in a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EachAttribute : Attribute
{
    public string? Pattern { get; init; }

    public int MaxLength { get; init; }
}

/// <summary>A request body: unknown members are rejected, and missing ones are unset.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RequestBodyAttribute : Attribute;
