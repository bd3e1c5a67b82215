using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;

namespace AlertRelay.Web.OpenApi;

public static class OpenApiServices
{
    public static void AddApiDocument(this IServiceCollection services)
    {
        services.AddSingleton<ApiDocument>();
        services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddSchemaTransformer<SchemaWriter>();
            options.AddOperationTransformer<OperationWriter>();
            options.AddDocumentTransformer<DocumentWriter>();
        });
    }

    public static void MapApiDocument(this IEndpointRouteBuilder app) =>
        app.MapMethods(ApiDocument.Path, [HttpMethods.Get, HttpMethods.Head], Show).ExcludeFromDescription();

    private static async Task<FileContentHttpResult> Show(HttpResponse response, ApiDocument document)
    {
        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Bytes(await document.Json(), "application/json");
    }
}
