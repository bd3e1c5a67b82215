using AlertRelay.Channels;
using AlertRelay.Composition;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Encryption;
using AlertRelay.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace AlertRelay.Hosting;

/// <summary>The checks before the relay serves, shared by "serve" and "doctor".</summary>
internal static class StartChecks
{
    /// <exception cref="OptionsValidationException">A value is invalid. The message says what to write.</exception>
    public static void Settings(IServiceProvider services)
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        services.GetRequiredService<ChannelCatalog>();
    }

    /// <summary>Creates what is missing: on the first start the database and the keys.</summary>
    /// <exception cref="StoreException">The store cannot be written, or the key is missing.</exception>
    public static async Task Storage(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<AzureStoragePreparation>() is { } account)
            await account.StartAsync(cancellationToken);
        await services.GetRequiredService<IStoreProbe>().Write(cancellationToken);
        services.GetRequiredService<Keyring>().Check();
        await services.GetRequiredService<RelaySigner>().Ring(cancellationToken);
    }
}

/// <summary>
/// Until version 0.1, "dotnet run" worked in the project's folder and kept its state there. A relay that ignores that state would
/// lose its subscriptions silently.
/// </summary>
internal static class EarlierDataFolder
{
    private const string Earlier = "src/AlertRelay/data";

    /// <exception cref="OperatorException">There is state in the earlier folder, and none in the current one.</exception>
    public static void Check(IConfiguration configuration)
    {
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        if (storage.Kind == StorageOptions.Sqlite && storage.Path == new StorageOptions().Path && !HasState(storage.Path) && HasState(Earlier))
            throw new OperatorException(
                $"The relay now keeps its state in {storage.Path} of the folder in which it is started, and there is earlier state in ./{Earlier}: "
                + $"move it (mv {Earlier} {storage.Path}), or name the folder with --data.");
    }

    private static bool HasState(string folder) => File.Exists(Path.Combine(folder, SqliteDatabase.FileName));
}

/// <summary>Stops the relay when its database file is gone: SQLite keeps writing to the deleted file, and the data is lost.</summary>
internal sealed class StoreWatch(IServiceProvider services, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StoreWatch> logger)
    : RepeatingService(TimeSpan.FromSeconds(2), time, logger)
{
    private readonly SqliteDatabase? _database = services.GetService<SqliteDatabase>();

    /// <summary>Why the relay stopped; null if it was stopped on request.</summary>
    public StoreException? Fault { get; private set; }

    protected override Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            _database?.CheckInPlace();
        }
        catch (StoreException fault)
        {
            Fault = fault;
            lifetime.StopApplication();
        }

        return Task.FromResult(false);
    }
}
