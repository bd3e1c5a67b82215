using AlertRelay.Deliveries;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;

namespace AlertRelay.Pages;

internal static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSessions();
        return services.AddSingleton<RelayApi>().AddScoped<PageContext>();
    }

    /// <summary>Where the relay is below its host.</summary>
    public static string Root(this RelayOptions relay) => relay.Base?.AbsolutePath.TrimEnd('/') ?? "";
}
