using System.Text.Json;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Layout;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace AlertRelay.Api;

/// <summary>Turns exceptions into problems: an unreadable body is the caller's error. Everything else is the relay's, and only the log has details.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    internal const string
        Failed = "Try again later; the relay's log says what happened.",
        NoStore = "Nothing was changed; try again later. The relay's log says what its operator must do.";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        await ProblemPages.For(httpContext, Describe(httpContext, exception)).ExecuteAsync(httpContext);
        return true;
    }

    private ProblemHttpResult Describe(HttpContext http, Exception exception)
    {
        if (exception is BadHttpRequestException refused)
            return Unreadable(http, refused);

        LogFailed(exception, http.Request.Method, Loggable(http.Request.Path));
        if (exception is StoreException)
            return ProblemKind.Unavailable.WithDetail(NoStore);

        return ProblemKind.InternalError.WithDetail(Failed);
    }

    // The rest of the path is a secret: it ends a subscription, or opens a session.
    private static string Loggable(PathString path) =>
        new[] { RelayPages.Unsubscribe, PortalLinkEndpoints.PagePath }.FirstOrDefault(secret => path.StartsWithSegments(secret)) is { } start
            ? $"{start}/…"
            : path.ToString();

    private static ProblemHttpResult Unreadable(HttpContext http, BadHttpRequestException refused) => refused switch
    {
        { InnerException: JsonException } when Fault(http) is { } fault => fault,
        { StatusCode: not StatusCodes.Status400BadRequest } => ProblemKind.OfStatus(refused.StatusCode, http.Request),
        _ => ProblemKind.InvalidRequest.WithDetail("Send a JSON object as the body, with the header 'Content-Type: application/json'."),
    };

    // BodyLimit has put the body into memory, so that it can be read again.
    private static ProblemHttpResult? Fault(HttpContext http) =>
        http.Request.Body is MemoryStream body ? JsonErrors.Find(body.GetBuffer().AsSpan(0, (int)body.Length), ExpectedBody(http)) : null;

    // The exception handler clears the endpoint before it calls; the feature keeps it.
    private static Type ExpectedBody(HttpContext http) =>
        http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType ?? typeof(JsonElement);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);
}
