using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace AlertRelay.Pages.Layout;

/// <summary>A page or a public file, with a policy under which no foreign script could run even if text were not escaped.</summary>
internal sealed record PageResult : IResult
{
    private readonly Func<HttpContext, Task<byte[]>> _body;
    private readonly string _contentType;

    private PageResult(Func<HttpContext, Task<byte[]>> body, string contentType) => (_body, _contentType) = (body, contentType);

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Zero: not cached. Pages for signed-in people never are.</summary>
    public TimeSpan Fresh { get; init; }

    /// <param name="model">What the component reads by <see cref="RelayComponent.ModelOf"/>.</param>
    public static PageResult Of<TPage>(object? model = null)
        where TPage : RelayComponent =>
        new(http => Render(typeof(TPage), model, http), "text/html; charset=utf-8");

    public static PageResult Of(byte[] body, string contentType) => new(_ => Task.FromResult(body), contentType);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var body = await _body(httpContext);
        var page = httpContext.RequestServices.GetRequiredService<PageContext>();
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src {Stylesheet.Hash}; script-src 'self'; img-src 'self'; form-action {(page.HasForm ? "'self'" : "'none'")}; "
            + "base-uri 'none'; frame-ancestors 'none'";
        var isCached = Fresh > TimeSpan.Zero && !page.IsSignedIn;
        response.Headers.CacheControl = isCached ? $"public, max-age={Fresh.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)}" : "no-store";
        if (Fresh > TimeSpan.Zero)
            response.Headers.Append(HeaderNames.Vary, HeaderNames.Cookie);
        response.StatusCode = Status;
        if (isCached && IsKnown(request, response, body))
            return;

        response.ContentType = _contentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    // Into memory: its tag, its length and the cookies of its forms are known before the answer begins.
    private static async Task<byte[]> Render(Type page, object? model, HttpContext http)
    {
        http.RequestServices.GetRequiredService<PageContext>().Enter(http, model);
        var response = http.Response.Body;
        using var memory = new MemoryStream();
        http.Response.Body = memory;
        try
        {
            await new RazorComponentResult(page) { PreventStreamingRendering = true }.ExecuteAsync(http);
            // For a script of the framework that no page has.
            http.Response.Headers.Remove("blazor-enhanced-nav");
        }
        finally
        {
            http.Response.Body = response;
        }

        return memory.ToArray();
    }

    // RFC 9110, 13.1.2: the caller already has the same page.
    private static bool IsKnown(HttpRequest request, HttpResponse response, byte[] body)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");
        response.GetTypedHeaders().ETag = tag;
        if (!request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
            return false;

        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
