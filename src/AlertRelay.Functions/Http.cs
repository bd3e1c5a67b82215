using Microsoft.Azure.Functions.Worker;

namespace AlertRelay.Functions;

/// <summary>Every HTTP request: the API, the public pages, health and metrics.</summary>
public sealed class Http(HttpPipeline pipeline)
{
    [Function(nameof(Http))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{**path}")] HttpRequest request,
        FunctionContext context)
    {
        await pipeline.Run(request.HttpContext, context.CancellationToken);
        return Results.Empty;
    }
}
