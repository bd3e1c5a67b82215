using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages.Doctor;

/// <summary>What is configured and what fails. One write, and a read of the keys, the encryption key and the states of all channels.</summary>
internal static class DoctorPages
{
    public const string Path = "/doctor";

    public static readonly ApiCall Live = ApiCall.Post(Path, new JsonObject { ["live"] = true });

    public static void MapDoctorPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapOperators();
        pages.MapGet(Path, Check);
        pages.MapPost(Path, Examine);
    }

    private static async Task<PageResult> Check(HttpContext http, RelayApi api) =>
        (await api.Get<DoctorResponse>(http, Path)).Page(found => PageResult.Of<DoctorPage>(found));

    // Without a redirect: the answer is too long for a cookie, and may be another instance's. A repeat fetches nothing within the minimum intervals.
    private static async Task<PageResult> Examine(HttpContext http, RelayApi api) =>
        (await api.Send<DoctorResponse>(http, Live)).Page(found => PageResult.Of<DoctorPage>(found), Path);
}
