using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using Microsoft.Net.Http.Headers;

namespace AlertRelay.Api.Endpoints;

/// <summary>
/// Newline-delimited JSON, sent page by page. If the store fails midway, the response is aborted, so that nobody mistakes a part
/// for the whole. 'after' with the last id continues from there.
/// </summary>
public sealed class AuditExport(IAsyncEnumerable<IReadOnlyList<AuditEntry>> pages) : IResult
{
    public const string MediaType = "application/x-ndjson";

    // Escapes non-ASCII characters, because some readers treat U+2028 and others as line ends.
    private static readonly JsonWriterOptions Ascii = new() { Encoder = JavaScriptEncoder.Default };

    public static bool IsWanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var wanted)
        && wanted.Any(type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));

    public static void Write(IBufferWriter<byte> to, AuditEntry entry)
    {
        using (var json = new Utf8JsonWriter(to, Ascii))
            JsonSerializer.Serialize(json, entry, WebJson.Wire.AuditEntry);

        to.Write("\n"u8);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = MediaType;
        await foreach (var page in pages.WithCancellation(httpContext.RequestAborted))
        {
            foreach (var entry in page)
                Write(httpContext.Response.BodyWriter, entry);

            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
