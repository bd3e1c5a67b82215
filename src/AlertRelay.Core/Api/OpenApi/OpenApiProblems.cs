using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AlertRelay.Api.OpenApi;

/// <summary>Which problems an operation can answer with, and how they stand in the document: one response for each set of them.</summary>
internal static class OpenApiProblems
{
    private const string MediaType = "application/problem+json";

    public static async Task Write(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var kinds = Of(operation, context.Description.ActionDescriptor.EndpointMetadata);
        if (kinds.Count == 0)
            return;

        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(nameof(Problem)) != true)
            document.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), parameterDescription: null, cancellationToken));

        foreach (var sameStatus in kinds.GroupBy(kind => kind.Status))
        {
            var name = string.Join('.', sameStatus.Select(kind => kind.Word));
            document.AddComponent(name, Response([.. sameStatus], document));
            operation.Responses!.Add($"{sameStatus.Key}", new OpenApiResponseReference(name, document));
        }
    }

    /// <summary>In the order of <see cref="ProblemKind.All"/>.</summary>
    private static List<ProblemKind> Of(OpenApiOperation operation, IList<object> metadata)
    {
        var kinds = metadata.OfType<OpenApiProblemMetadata>().SelectMany(refused => refused.Kinds).ToHashSet();
        if (metadata.OfType<IAuthorizeData>().Any())
            kinds.UnionWith([ProblemKind.MissingKey, ProblemKind.InvalidKey, ProblemKind.TooManyRequests]);
        if (metadata.OfType<IAuthorizeData>().Any(rule => rule.Policy == ApiServices.AdminOnly))
            kinds.Add(ProblemKind.Forbidden);
        if (metadata.OfType<OpenApiParameterMetadata>().Any())
            kinds.Add(ProblemKind.InvalidRequest);
        if (operation.RequestBody is not null)
            kinds.UnionWith([ProblemKind.InvalidJson, ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType]);
        if (operation.Parameters?.Any(parameter => parameter.Name == "If-Match") == true)
            kinds.Add(ProblemKind.VersionMismatch);
        // Whoever asks a store may find it broken.
        if (kinds.Count > 0)
            kinds.UnionWith([ProblemKind.InternalError, ProblemKind.Unavailable]);

        return [.. ProblemKind.All.Where(kinds.Contains)];
    }

    private static OpenApiResponse Response(List<ProblemKind> kinds, OpenApiDocument document) => new()
    {
        Description = string.Join(", or: ", kinds.Select(kind => kind.Title)) + ".",
        Headers = kinds[0].Status == StatusCodes.Status429TooManyRequests ? RetryAfter() : null,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    AllOf = [new OpenApiSchemaReference(nameof(Problem), document), Narrowed(kinds)],
                },
            },
        },
    };

    private static OpenApiSchema Narrowed(List<ProblemKind> kinds) => new()
    {
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Enum = [.. kinds.Select(kind => (JsonNode)kind.Type)] },
            ["status"] = new OpenApiSchema { Enum = [kinds[0].Status] },
        },
    };

    private static Dictionary<string, IOpenApiHeader> RetryAfter() => new()
    {
        ["Retry-After"] = new OpenApiHeader
        {
            Description = "In how many seconds to try again.",
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        },
    };
}
