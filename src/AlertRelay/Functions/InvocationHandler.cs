using System.Net;
using System.Text.Json;
using AlertRelay.Storage;
using AlertRelay.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace AlertRelay.Functions;

/// <summary>
/// Answers a call as the host must have it: always a JSON object, because an empty answer leaves the call open until the host kills the program,
/// and only when all work is done. Success is 200; anything else lets the host repeat a message of a queue.
/// </summary>
internal static partial class InvocationHandler
{
    // A message has at most 64 KB; encoded as JSON twice, and once more in the metadata, it is several times as long.
    private const int LargestBody = 1024 * 1024;

    private static readonly byte[] Answer = """{"Outputs":{},"Logs":[],"ReturnValue":null}"""u8.ToArray();

    public static async Task Handle(HttpContext context, string function, Func<Invocation, Task> work)
    {
        if (!ComesFromHost(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger($"AlertRelay.Functions.{function}");
        context.Response.StatusCode = await Run(context, function, work, logger);
        await context.RequestServices.GetRequiredService<TelemetryFlush>().Run();
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer, CancellationToken.None);
    }

    private static async Task<int> Run(HttpContext context, string function, Func<Invocation, Task> work, ILogger logger)
    {
        using var deadline = new CancellationTokenSource(FunctionEndpoints.Longest, context.RequestServices.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            using var body = await Read(context, either.Token);
            var invocation = new Invocation(context.RequestServices, body.RootElement, either.Token);
            if (invocation.IsLate)
                LogPastDue(logger, function);

            await work(invocation);
            return StatusCodes.Status200OK;
        }
        catch (Exception fault) when (fault is JsonException or BadHttpRequestException)
        {
            LogUnreadable(logger, function, fault.Message);
            return StatusCodes.Status400BadRequest;
        }
        catch (Exception fault) when (fault is InvocationException or StoreException)
        {
            LogFailed(logger, function, fault.Message);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            LogCut(logger, function);
        }
        catch (Exception fault)
        {
            LogBroken(logger, fault, function);
        }

        return StatusCodes.Status500InternalServerError;
    }

    private static Task<JsonDocument> Read(HttpContext context, CancellationToken cancellation)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestBody;
        return JsonDocument.ParseAsync(context.Request.Body, cancellationToken: cancellation);
    }

    // A request that a stranger sends to the function app's public address is forwarded to the same port: it has the public
    // name as its Host, or the marks of a proxy. The host's own calls have neither.
    private static bool ComesFromHost(HttpRequest request) =>
        (request.Host.Host is "localhost" || (IPAddress.TryParse(request.Host.Host, out var address) && IPAddress.IsLoopback(address)))
        && !request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(LogLevel.Information, "{Function} comes late: the host was down when it was due")]
    private static partial void LogPastDue(ILogger logger, string function);

    [LoggerMessage(LogLevel.Warning, "{Function} was called with something that is not a call of the Functions host: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string function, string reason);

    [LoggerMessage(LogLevel.Error, "{Function} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string function, string reason);

    [LoggerMessage(LogLevel.Warning, "{Function} was broken off: the host went away, or it took too long. What is left comes with the next calls")]
    private static partial void LogCut(ILogger logger, string function);

    [LoggerMessage(LogLevel.Error, "{Function} broke off; what it did not finish comes again")]
    private static partial void LogBroken(ILogger logger, Exception fault, string function);
}
