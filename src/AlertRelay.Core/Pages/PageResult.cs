using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace AlertRelay.Pages;

/// <summary>A public response, with a policy under which no script could run even if text were not escaped.</summary>
internal sealed record PageResult(byte[] Body, string ContentType) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Zero: not cached.</summary>
    public TimeSpan Fresh { get; init; }

    /// <summary>It contains a form that posts to the relay.</summary>
    public bool HasForm { get; init; }

    public static PageResult Of(Page page) => new(Encoding.UTF8.GetBytes(page.Write()), "text/html; charset=utf-8");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src {Stylesheet.Hash}; form-action {(HasForm ? "'self'" : "'none'")}; base-uri 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = Fresh > TimeSpan.Zero
            ? $"public, max-age={Fresh.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)}"
            : "no-store";
        response.StatusCode = Status;
        if (Fresh > TimeSpan.Zero && IsKnown(request, response))
            return;

        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }

    // RFC 9110, 13.1.2: the caller already has the same page.
    private bool IsKnown(HttpRequest request, HttpResponse response)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Body).AsSpan(0, 16))}\"");
        response.GetTypedHeaders().ETag = tag;
        if (!request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
            return false;

        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}

/// <summary>Marks the routes of public pages, which need no key and are rate-limited by address or by link.</summary>
internal sealed class PublicPageMetadata
{
    public static readonly PublicPageMetadata Mark = new();

    /// <summary>The page of one person's link, such as that to unsubscribe.</summary>
    public static readonly PublicPageMetadata Personal = new() { IsPersonal = true };

    private PublicPageMetadata() { }

    /// <summary>Counted by link, so that no visitor is refused because of others.</summary>
    public bool IsPersonal { get; private init; }

    /// <summary>Browsers name HTML, programs do not (RFC 9110, 12.5.1).</summary>
    public static bool IsForBrowser(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
