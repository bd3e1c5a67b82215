using AlertRelay.Api;
using AlertRelay.Channels;
using AlertRelay.Composition;
using AlertRelay.Storage;

namespace AlertRelay.Hosting;

/// <summary>The relay as the server and as the commands that end by themselves use it.</summary>
internal static class RelayHost
{
    /// <summary>The whole relay as a web application, not started yet.</summary>
    /// <param name="urls">Addresses to listen on, separated by semicolons.</param>
    public static WebApplication Server(IConfiguration configuration, string urls)
    {
        var builder = WebBuilder(configuration);
        builder.Services.AddBackgroundServices();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(urls);

        var app = builder.Build();
        // Runs concurrently, because it takes a fifth of the start. The next caller waits for it, and gets its error.
        _ = Task.Run(app.Services.GetRequiredService<ChannelCatalog>);
        app.UseApi();
        return app;
    }

    /// <summary>The parts with the web server and without the background services.</summary>
    public static WebApplicationBuilder WebBuilder(IConfiguration configuration)
    {
        EarlierDataFolder.Check(configuration);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.ClearProviders().AddPlainConsole(configuration);
        builder.Services.AddRelay(configuration).AddStoragePreparation();
        return builder;
    }

    /// <summary>The parts without the web server.</summary>
    public static ServiceProvider Parts(IConfiguration configuration)
    {
        EarlierDataFolder.Check(configuration);
        var parts = new ServiceCollection()
            .AddSingleton(configuration)
            .AddLogging(logging => logging.AddPlainConsole(configuration).SetMinimumLevel(LogLevel.Warning))
            .AddRelay(configuration)
            .BuildServiceProvider();
        // Reports invalid settings even to a command that does not need them.
        StartChecks.Settings(parts);
        return parts;
    }
}
