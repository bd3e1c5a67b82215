using AlertRelay.Deliveries;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Pages.Preferences;

/// <summary>The time zone in which pages write times, for everybody. Kept in a cookie; nothing is read.</summary>
internal static class PreferencePages
{
    public const string Path = "/preferences";

    private const string Zone = "zone", Next = "next";

    public static void MapPreferencePages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").WithMetadata(PageMetadata.Mark).AddEndpointFilter(FormGuard.Check).ExcludeFromDescription();
        pages.MapGet(Path, Show);
        pages.MapPost(Path, Save);
    }

    private static PageResult Show(HttpContext http) =>
        PageResult.Of<PreferencesPage>(new PreferencesModel(TimeZoneCookie.Of(http.Request).Id, SignInEndpoints.NextOf(http.Request.Query[Next]), null));

    private static async Task<IResult> Save(HttpContext http, IOptions<RelayOptions> relay)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, next) = (form[Zone].ToString().Trim(), SignInEndpoints.NextOf(form[Next]));
        if (TimeZoneCookie.Find(name) is not { } zone)
            return PageResult.Of<PreferencesPage>(new PreferencesModel(name, next, Texts.ZoneUnknown)) with { Status = StatusCodes.Status400BadRequest };

        TimeZoneCookie.Set(http.Response, zone, relay.Value);
        return new SeeOther(next);
    }
}

/// <param name="Error">Null for none.</param>
internal sealed record PreferencesModel(string Zone, string Next, string? Error);
