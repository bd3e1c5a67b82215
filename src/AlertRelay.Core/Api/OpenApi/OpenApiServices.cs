using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.OpenApi;

internal static class OpenApiServices
{
    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddSingleton(provider => new ApiDocument(services, provider.GetRequiredService<EndpointDataSource>()));

    public static void MapApiDocument(this IEndpointRouteBuilder app) =>
        app.MapMethods(ApiDocument.Path, [HttpMethods.Get, HttpMethods.Head], Show).ExcludeFromDescription();

    private static async Task<FileContentHttpResult> Show(HttpResponse response, ApiDocument document)
    {
        var json = await document.Json();
        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Bytes(json, "application/json");
    }
}
