using AlertRelay.Keys;
using AlertRelay.Pages.Layout;

namespace AlertRelay.Pages.Sessions;

/// <summary>The pages that need a session.</summary>
internal static class ConsoleRoutes
{
    /// <summary>Pages for everybody who is signed in, limited to the own tenant by the API behind them.</summary>
    public static RouteGroupBuilder MapSignedIn(this IEndpointRouteBuilder app) => app.MapGroup("")
        .WithMetadata(PageMetadata.Console).AddEndpointFilter(NeedSession).AddEndpointFilter(FormGuard.Check).ExcludeFromDescription();

    public static RouteGroupBuilder MapOperators(this IEndpointRouteBuilder app) => app.MapSignedIn().AddEndpointFilter(NeedOperator);

    /// <summary>Sends a form's request to the API, and leads to another page that says what came of it.</summary>
    /// <param name="then">The page to go to, and back to after a problem.</param>
    /// <param name="text">What the page says.</param>
    /// <param name="secret">What it shows only once.</param>
    public static async Task<IResult> Do<T>(
        this RelayApi api, HttpContext http, ApiCall call, string then, Func<T?, string> text, Func<T?, string?>? secret = null) =>
        http.Done(await api.Send<T>(http, call), then, text, secret);

    private static async ValueTask<object?> NeedSession(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.User.Identity?.IsAuthenticated == true)
            return await next(context);

        return HttpMethods.IsGet(http.Request.Method)
            ? new SeeOther($"{SignInEndpoints.Path}?next={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}")
            : new PageProblem(
                StatusCodes.Status401Unauthorized, Texts.SessionEndedTitle, Texts.SessionEndedNothingDone, PageProblem.NoErrors, SignInEndpoints.Path).Page();
    }

    private static async ValueTask<object?> NeedOperator(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Caller.Of(context.HttpContext.User).IsAdmin
            ? await next(context)
            : new PageProblem(StatusCodes.Status403Forbidden, Texts.OperatorsOnlyTitle, Texts.OperatorsOnly, PageProblem.NoErrors, "/").Page();
}
