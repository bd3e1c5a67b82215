using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AlertRelay.Api.OpenApi;

/// <summary>Writes a route's <see cref="OpenApiDescription"/> into its operation.</summary>
internal sealed class OperationWriter : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        Name(operation, context, metadata);
        PathParameters.Explain(operation, context.Description.RelativePath!);
        // The framework takes lists for required (a list that is left out is empty).
        foreach (var list in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Schema?.Type == JsonSchemaType.Array))
            list.Required = false;
        // An empty list means that no key is needed.
        operation.Security = metadata.OfType<IAuthorizeData>().Any()
            ? [new() { [new OpenApiSecuritySchemeReference(DocumentWriter.Key, context.Document)] = [] }]
            : [];

        // A handler that reads a patch as plain JSON names its schema.
        if (metadata.OfType<IAcceptsMetadata>().Any(accepts => accepts.RequestType == typeof(SubscriptionPatch)))
            PatchSchema.Refer(operation, context.Document!);
        foreach (var file in metadata.OfType<FileResponse>())
            File(operation, file);
        foreach (var either in metadata.OfType<OpenApiFileMetadata>())
            await Alternatives(operation, context, either, cancellationToken);
        Examples(operation, metadata);
        OpenApiProblems.Write(operation, context);
    }

    // A route with several methods is one endpoint; each method is an operation with an id of its own.
    private static void Name(OpenApiOperation operation, OpenApiOperationTransformerContext context, IList<object> metadata)
    {
        var described = metadata.OfType<OpenApiDescriptionMetadata>().LastOrDefault() ?? throw new InvalidOperationException(
            $"{context.Description.HttpMethod} /{context.Description.RelativePath} has no description: chain .Describe(id, summary) to it, or "
            + ".ExcludeFromDescription() where nobody calls it as an API.");
        var methods = metadata.OfType<IHttpMethodMetadata>().Last().HttpMethods;
        operation.OperationId = context.Description.HttpMethod == methods[0]
            ? described.Id
            : $"{described.Id}By{context.Description.HttpMethod![..1]}{context.Description.HttpMethod[1..].ToLowerInvariant()}";
        operation.Summary = described.Summary;
        operation.Description = described.Description;
    }

    // In addition to the JSON of the handler's return type.
    private static void File(OpenApiOperation operation, FileResponse file) => operation.Responses!["200"] = new OpenApiResponse
    {
        Description = file.Description,
        Content = new Dictionary<string, OpenApiMediaType>(
            operation.Responses.GetValueOrDefault("200")?.Content ?? new Dictionary<string, OpenApiMediaType>())
        { [file.MediaType] = new OpenApiMediaType() },
    };

    private static async Task<OpenApiSchemaReference> Component(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        context.Document!.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, parameterDescription: null, cancellationToken));
        return new OpenApiSchemaReference(type.Name, context.Document);
    }

    private static async Task Alternatives(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, OpenApiFileMetadata either, CancellationToken cancellationToken)
    {
        var schemas = new List<IOpenApiSchema>();
        foreach (var type in either.Types)
            schemas.Add(await Component(type, context, cancellationToken));

        Answer(operation)!.Schema = new OpenApiSchema { AnyOf = schemas };
    }

    private static void Examples(OpenApiOperation operation, IList<object> metadata)
    {
        foreach (var body in operation.RequestBody?.Content?.Values.OfType<OpenApiMediaType>() ?? [])
            body.Examples = metadata.OfType<OpenApiRequestMetadata>().SelectMany(tries => tries.Examples).ToDictionary(example => example.Name, Example);

        foreach (var response in metadata.OfType<OpenApiResponseMetadata>())
            Answer(operation, response.Status)!.Example = Json(response.Sample());
    }

    private static IOpenApiExample Example(RequestExample example) => new OpenApiExample { Summary = example.Summary, Value = JsonNode.Parse(example.Json) };

    private static JsonNode? Json(object sample) =>
        sample as JsonNode ?? JsonSerializer.SerializeToNode(sample, WebJson.Wire.Options.GetTypeInfo(sample.GetType()));

    /// <param name="status">Null for the successful response.</param>
    private static OpenApiMediaType? Answer(OpenApiOperation operation, int? status = null) =>
        operation.Responses!.First(response => status is null ? response.Key[0] == '2' : response.Key == $"{status}")
            .Value.Content?.Values.OfType<OpenApiMediaType>().First();
}
