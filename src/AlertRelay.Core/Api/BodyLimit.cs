using System.Text.Json;
using System.Text.Unicode;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace AlertRelay.Api;

/// <summary>
/// Buffers a body in memory before its endpoint reads it. A server that stops reading at its own limit closes the connection, and a proxy that is
/// still sending, such as the Functions host, then loses the answer.
/// </summary>
internal static class BodyLimit
{
    public static async Task Apply(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.ContentEncoding.Count > 0)
            throw new BadHttpRequestException("The body is compressed.", StatusCodes.Status415UnsupportedMediaType);
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            var body = await Read(http.Request, http.RequestAborted);
            http.Request.Body = body;
            var isRead = http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null;
            if (isRead && NotText(body.GetBuffer().AsSpan(0, (int)body.Length)) is { } problem)
            {
                await problem.ExecuteAsync(http);
                return;
            }
        }

        await next(http);
    }

    // Serializers skip unread strings, so half a surrogate pair would break the response or the store later.
    private static ProblemHttpResult? NotText(ReadOnlySpan<byte> json) =>
        (json.IndexOf("\\u"u8) >= 0 || !Utf8.IsValid(json)) && JsonFaults.First(json, WebJson.Wire.JsonElement) is { Kind: JsonFaultKind.NotText }
            ? JsonErrors.Find(json, typeof(JsonElement))
            : null;

    /// <exception cref="BadHttpRequestException">The body is larger than the API accepts.</exception>
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
