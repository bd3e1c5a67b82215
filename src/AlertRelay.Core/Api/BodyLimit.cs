using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace AlertRelay.Api;

/// <summary>
/// Takes a body into memory before its endpoint reads it. A server that stops reading at its own limit closes the connection, and a proxy that is
/// still sending, such as the Functions host, then loses the answer.
/// </summary>
internal static class BodyLimit
{
    public static async Task Apply(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.ContentEncoding.Count > 0)
            throw new BadHttpRequestException("The body is compressed.", StatusCodes.Status415UnsupportedMediaType);
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            http.Request.Body = await Read(http.Request, http.RequestAborted);

        await next(http);
    }

    /// <exception cref="BadHttpRequestException">The body is larger than the API takes.</exception>
    private static async Task<MemoryStream> Read(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await request.Body.ReadAsync(piece, cancellationToken) is > 0 and var length)
        {
            if (body.Length + length > ApiLimits.BodyBytes)
                throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
            body.Write(piece, 0, length);
        }

        body.Position = 0;
        return body;
    }
}
