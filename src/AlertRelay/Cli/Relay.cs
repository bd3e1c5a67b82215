using AlertRelay.Delivery;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Web;

namespace AlertRelay.Cli;

/// <summary>What the program is made of, the same for every command.</summary>
public static class Relay
{
    public static IServiceCollection AddRelay(this IServiceCollection services, IConfiguration configuration)
    {
        Settings.Check(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Settings.Catalog(configuration));
        services.AddFetching();
        services.AddStorage(configuration);
        services.AddDelivery();
        services.AddPolling();
        services.AddWeb();
        return services;
    }

    /// <summary>The parts without the web server, for the commands that end by themselves.</summary>
    public static ServiceProvider Build(IConfiguration configuration) =>
        new ServiceCollection()
            .AddSingleton(configuration)
            .AddLogging(logging => logging.AddPlainConsole(configuration).SetMinimumLevel(LogLevel.Warning))
            .AddRelay(configuration)
            .BuildServiceProvider();
}
