using System.CommandLine;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Hosting;
using AlertRelay.Registration;
using AlertRelay.Storage;
using AlertRelay.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace AlertRelay.Commands;

/// <summary>The relay alone: the API and the loops, on one SQLite file or, with others like it, on an Azure storage account.</summary>
public static class ServeCommand
{
    private const int DefaultPort = 7071;

    private static readonly Option<int?> Port = new("--port")
    {
        Description = $"Port on localhost (default {DefaultPort}; 0 takes a free one)",
        HelpName = "N",
    };
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Addresses to listen on instead, such as http://0.0.0.0:7071",
        HelpName = "URLS",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Run the relay: poll the enabled channels, deliver alerts, serve the API") { Port, Urls };
        command.SetAction(Serve);
        return command;
    }

    public static void MakeDefault(RootCommand root)
    {
        root.Add(Port);
        root.Add(Urls);
        root.SetAction(Serve);
    }

    private static async Task<int> Serve(ParseResult parsed, CancellationToken cancellationToken)
    {
        // The signal handler waits for the returned task, so this method must return early.
        await Task.Yield();
        try
        {
            return await Run(parsed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped while it was starting.
            return 0;
        }
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var configuration = parsed.Configuration();
        var urls = parsed.GetValue(Urls)
            ?? (parsed.GetValue(Port) is { } port ? $"http://127.0.0.1:{port}" : configuration["urls"] ?? $"http://localhost:{DefaultPort}");
        await using var app = RelayHost.Server(configuration, urls);
        StartChecks.Settings(app.Services);
        var storage = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value;
        // Before anything is stored, so that another server's leases are not ended.
        using var folder = storage.Kind == StorageOptions.Sqlite ? DataFolderLock.Take(storage.Path) : null;
        await Announce(app, cancellationToken);
        if (app.Services.GetService<SqliteDatabase>() is { } database)
            await AbandonedLeases.Release(database, cancellationToken);
        await app.StartAsync(cancellationToken);
        Console.WriteLine($"Listening on {string.Join(", ", app.Urls)}. Press Ctrl+C to stop.");
        await Warmup.Run(TimeProvider.System, app.Logger, app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync(cancellationToken);
        return app.Services.GetRequiredService<StoreWatch>().Fault is { } gone ? throw gone : 0;
    }

    private static async Task Announce(WebApplication app, CancellationToken cancellationToken)
    {
        await StartChecks.Storage(app.Services, cancellationToken);
        var enabled = app.Services.GetRequiredService<ChannelCatalog>().All.Where(channel => channel.Enabled).ToList();
        Console.WriteLine(enabled.Count == 0
            ? "AlertRelay watches no channel: all are switched off."
            : $"AlertRelay watches {CountText.Of(enabled.Count, "channel", "channels")}: {string.Join(", ",
            enabled.Select(channel => channel.Id))}.");
        if (await app.Services.GetRequiredService<ApiKeyService>().EnsureFirstKey(cancellationToken) is { } key)
            Console.WriteLine($"Admin key, shown only once: {key}");
    }
}
