using AlertRelay.Pages.Layout;
using Microsoft.AspNetCore.Antiforgery;

namespace AlertRelay.Pages.Sessions;

/// <summary>Lets a form pass only if this relay has written it for this session.</summary>
internal static class FormGuard
{
    /// <summary>Every page with a form sets it.</summary>
    public const string CookieName = "alertrelay-form";

    public static async ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            return await next(context);

        if (IsFromElsewhere(http.Request))
            return Refused(StatusCodes.Status403Forbidden, Texts.FormFromElsewhereTitle, Texts.FormFromElsewhere);

        // The browser does not keep it at an address without encryption, or where cookies are switched off. Only the browser knows which.
        if (!http.Request.Cookies.ContainsKey(CookieName))
            return Refused(StatusCodes.Status400BadRequest, Texts.FormWithoutCookieTitle, Texts.FormWithoutCookie);

        try
        {
            await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return Refused(StatusCodes.Status400BadRequest, Texts.FormExpiredTitle, Texts.FormExpired);
        }

        return await next(context);
    }

    // https://www.w3.org/TR/fetch-metadata/, "The Sec-Fetch-Site HTTP Request Header". Old browsers do not send it.
    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    private static PageResult Refused(int status, string title, string detail) =>
        new PageProblem(status, title, detail, PageProblem.NoErrors, "/").Page();
}
