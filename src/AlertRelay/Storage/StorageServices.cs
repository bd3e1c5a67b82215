using AlertRelay.Alerts;
using AlertRelay.Delivery;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Storage;

public static class StorageServices
{
    /// <summary>Every store on one SQLite file, which is opened when the first of them is asked for.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section)
            .Validate(options => options.Kind == "sqlite", "Storage:Kind must be \"sqlite\".")
            .Validate(options => !string.IsNullOrWhiteSpace(options.Path), "Storage:Path must name the folder that holds the database, such as \"./data\".")
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Open);
        services.AddSingleton<IChannelStore, SqliteChannelStore>();
        services.AddSingleton<IAlertStore, SqliteAlertStore>();
        services.AddSingleton<ISubscriptionStore, SqliteSubscriptionStore>();
        services.AddSingleton<IApiKeyStore, SqliteApiKeyStore>();
        services.AddSingleton<IDeliveryStore, SqliteDeliveryStore>();
        services.AddSingleton<IWorkQueue, SqliteWorkQueue>();
        return services;
    }

    private static SqliteDatabase Open(IServiceProvider services) =>
        SqliteDatabase.Open(services.GetRequiredService<IOptions<StorageOptions>>().Value.Path, services.GetRequiredService<TimeProvider>());
}
