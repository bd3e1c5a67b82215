using AlertRelay.Api;

namespace AlertRelay.Functions;

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
        // It is the host's address. The visitor's is not passed on.
        context.Connection.RemoteIpAddress = null;
        context.Request.RouteValues.Clear();
        await _run(context);
        // Otherwise an answer without a body would start only after the function has ended, when its scope is gone.
        await context.Response.CompleteAsync();
    }
}
