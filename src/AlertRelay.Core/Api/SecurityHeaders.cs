namespace AlertRelay.Api;

internal static class SecurityHeaders
{
    /// <summary>On every answer, those to faults included (which begin anew, so the headers are set at the last moment).</summary>
    public static Task Add(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            // Pages have a stricter one of their own.
            if (http.Response.Headers.ContentSecurityPolicy.Count == 0)
                http.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            // Answers hold a tenant's things and, once, its secrets; what is everybody's says so itself.
            if (http.Response.Headers.CacheControl.Count == 0)
                http.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(http);
    }
}
