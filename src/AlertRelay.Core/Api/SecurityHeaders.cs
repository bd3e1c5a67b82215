namespace AlertRelay.Api;

internal static class SecurityHeaders
{
    /// <summary>On every response. Set at the last moment, because an error response clears the headers.</summary>
    public static Task Add(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
            // Pages have a stricter one of their own.
            if (http.Response.Headers.ContentSecurityPolicy.Count == 0)
                http.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            // Responses contain a tenant's data and secrets. Public ones set their own caching.
            if (http.Response.Headers.CacheControl.Count == 0)
                http.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(http);
    }
}
