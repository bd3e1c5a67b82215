using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Settings;

/// <summary>The settings that apply, read only. No read of the store.</summary>
internal static class SettingsPages
{
    public const string Path = "/settings";

    public static void MapSettingsPages(this IEndpointRouteBuilder app) => app.MapOperators().MapGet(Path, List);

    private static async Task<PageResult> List(HttpContext http, RelayApi api) =>
        (await api.Get<SettingList>(http, Path)).Page(list => PageResult.Of<SettingsPage>(list));
}
