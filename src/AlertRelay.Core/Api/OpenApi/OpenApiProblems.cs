using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace AlertRelay.Api.OpenApi;

/// <summary>The problems that an operation can return, one response in the document for each set of them.</summary>
internal static class OpenApiProblems
{
    private const string MediaType = "application/problem+json", Component = "Problem";

    public static void Write(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var kinds = Of(operation, context.Description.ActionDescriptor.EndpointMetadata, context.Description.HttpMethod);
        if (kinds.Count == 0)
            return;

        var document = context.Document!;
        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        document.AddComponent(Component, Schema());
        foreach (var sameStatus in kinds.GroupBy(kind => kind.Status))
        {
            var name = string.Join('.', sameStatus.Select(kind => kind.Word));
            document.AddComponent(name, Response([.. sameStatus], document, json));
            operation.Responses!.Add($"{sameStatus.Key}", new OpenApiResponseReference(name, document));
        }
    }

    /// <summary>In the order of <see cref="ProblemKind.All"/>.</summary>
    private static List<ProblemKind> Of(OpenApiOperation operation, IList<object> metadata, string? method)
    {
        var kinds = metadata.OfType<OpenApiProblemMetadata>().SelectMany(refused => refused.Kinds).ToHashSet();
        if (metadata.OfType<IAuthorizeData>().Any())
            kinds.UnionWith([ProblemKind.MissingKey, ProblemKind.InvalidKey, ProblemKind.TooManyRequests]);
        // Readers change nothing.
        if (metadata.OfType<IAuthorizeData>().Any(rule => rule.Policy == ApiServices.AdminOnly)
            || (metadata.OfType<IAuthorizeData>().Any() && method != HttpMethods.Get && !metadata.OfType<ChangesNothing>().Any()))
            kinds.Add(ProblemKind.Forbidden);
        if (operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Query) == true)
            kinds.Add(ProblemKind.InvalidRequest);
        if (operation.RequestBody is not null)
            kinds.UnionWith([ProblemKind.InvalidJson, ProblemKind.InvalidRequest, ProblemKind.TooLarge, ProblemKind.UnsupportedMediaType]);
        if (operation.Parameters?.Any(parameter => parameter.Name == "If-Match") == true)
            kinds.Add(ProblemKind.VersionMismatch);
        // Any operation that uses a store can fail.
        if (kinds.Count > 0)
            kinds.UnionWith([ProblemKind.InternalError, ProblemKind.Unavailable]);

        return [.. ProblemKind.All.Where(kinds.Contains)];
    }

    private static OpenApiResponse Response(List<ProblemKind> kinds, OpenApiDocument document, JsonSerializerOptions json) => new()
    {
        Description = string.Join(", or: ", kinds.Select(kind => kind.Title)) + ".",
        Headers = kinds[0].Status == StatusCodes.Status429TooManyRequests ? RetryAfter() : null,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    AllOf = [new OpenApiSchemaReference(Component, document), Narrowed(kinds)],
                },
                Examples = Examples(kinds, json),
            },
        },
    };

    private static Dictionary<string, IOpenApiExample> Examples(List<ProblemKind> kinds, JsonSerializerOptions json) => kinds.ToDictionary(
        kind => kind.Word, IOpenApiExample (kind) => new OpenApiExample { Summary = kind.Title, Value = ProblemExamples.Json(kind, json) });

    // The framework's schema of ProblemDetails does not require what the relay always sends.
    private static OpenApiSchema Schema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why a request was not done and what to write instead (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            [ProblemKind.Errors] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
                Description = "By the field's path in the body (\"filter.channels[0]\") or the query's name: what is wrong and what to write.",
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
