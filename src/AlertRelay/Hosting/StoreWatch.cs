using AlertRelay.Storage;
using AlertRelay.Storage.Sqlite;

namespace AlertRelay.Hosting;

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
