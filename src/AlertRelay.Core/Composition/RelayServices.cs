using AlertRelay.Api;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Diagnostics;
using AlertRelay.Fetching;
using AlertRelay.Maintenance;
using AlertRelay.Observability;
using AlertRelay.Pages.Sessions;
using AlertRelay.Polling;
using AlertRelay.Registration;
using AlertRelay.Storage;

namespace AlertRelay.Composition;

/// <summary>The services of a relay, the same for every host and command.</summary>
public static class RelayServices
{
    /// <exception cref="OperatorException">A setting is wrong.</exception>
    public static IServiceCollection AddRelay(this IServiceCollection services, IConfiguration configuration)
    {
        SettingsCheck.Run(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => Settings.Catalog(configuration));
        services.AddSingleton<Func<ChannelCatalog>>(provider => provider.GetRequiredService<ChannelCatalog>);
        services.AddTelemetry(configuration);
        services.AddSingleton(Settings.Access(configuration));
        services.AddFetching();
        services.AddStorage(configuration);
        services.AddDelivery();
        services.AddPolling();
        services.AddMaintenance();
        services.AddRegistration();
        services.AddDiagnostics();
        services.AddApi();
        services.AddSignInProvider(configuration);
        return services;
    }

    private static void AddDiagnostics(this IServiceCollection services)
    {
        services.AddSingleton<ISettingsView, SettingsView>();
        services.AddSingleton<ChannelProbe>().AddSingleton<ProbeChannel>(provider => provider.GetRequiredService<ChannelProbe>().Read);
    }
}
