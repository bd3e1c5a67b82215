using AlertRelay.Api;
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

/// <summary>The same middleware and endpoints as the server's, run within a function's call.</summary>
public sealed class HttpPipeline
{
    private readonly RequestDelegate _run;

    public HttpPipeline(IServiceProvider services, SettingsFault settings)
    {
        var app = new ApplicationBuilder(services);
        _run = (settings.Sentence is null ? app.UseApi() : app.UseUnavailable()).Build();
    }

    /// <param name="functionEnds">Fires at the host's time limit, which the request's own token does not.</param>
    public async Task Run(HttpContext context, CancellationToken functionEnds)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, functionEnds);
        context.RequestAborted = either.Token;
        // The worker's own routing has chosen the function's endpoint.
        context.SetEndpoint(null);
        // It is the host's address.
        context.Connection.RemoteIpAddress = PlatformProxy.IsThere ? PlatformProxy.Visitor(context.Request) : null;
        context.Request.RouteValues.Clear();
        await _run(context);
        // Otherwise an answer without a body would start only after the function has ended, when its scope is gone.
        await context.Response.CompleteAsync();
    }
}
