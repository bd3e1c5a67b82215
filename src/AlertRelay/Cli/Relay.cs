using AlertRelay.Delivery;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Telemetry;
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
        services.AddTelemetry(configuration);
        services.AddSingleton(Settings.Access(configuration));
        services.AddFetching();
        services.AddStorage(configuration);
        services.AddDelivery();
        services.AddPolling();
        services.AddWeb();
        return services;
    }

    /// <summary>The parts with the API, before either door is added.</summary>
    public static WebApplicationBuilder WebBuilder(IConfiguration configuration)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.ClearProviders().AddPlainConsole(configuration);
        builder.Services.AddRelay(configuration);
        return builder;
    }

    /// <summary>The parts without the web server, for the commands that end by themselves.</summary>
    public static ServiceProvider Build(IConfiguration configuration) =>
        new ServiceCollection()
            .AddSingleton(configuration)
            .AddLogging(logging => logging.AddPlainConsole(configuration).SetMinimumLevel(LogLevel.Warning))
            .AddRelay(configuration)
            .BuildServiceProvider();
}
