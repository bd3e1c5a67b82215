using AlertRelay.Alerts;
using AlertRelay.Delivery;
using AlertRelay.Polling;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Storage;

public static class StorageServices
{
    /// <summary>The stores that Storage:Kind names.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) =>
        configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Kind)}"] == StorageOptions.Azure
            ? services.AddAzureStorage()
            : services.AddSqliteStorage();

    /// <summary>Every store on one SQLite file, which is opened when the first of them is asked for.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.AddStorageOptions();
        services.AddSingleton(provider => SqliteDatabase.Open(Options(provider).Path, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChannelStore, SqliteChannelStore>();
        services.AddSingleton<IEvidenceStore, SqliteEvidenceStore>();
        services.AddSingleton<IPollLease, SqlitePollLease>();
        services.AddSingleton<IAlertStore, SqliteAlertStore>();
        services.AddSingleton<ISubscriptionStore, SqliteSubscriptionStore>();
        services.AddSingleton<IApiKeyStore, SqliteApiKeyStore>();
        services.AddSingleton<IDeliveryStore, SqliteDeliveryStore>();
        services.AddSingleton<IWorkQueue, SqliteWorkQueue>();
        return services;
    }

    /// <summary>Every store in one Azure storage account; what is missing there is made when the host starts, before it serves.</summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services)
    {
        services.AddStorageOptions();
        services.AddSingleton(provider => AzureStorage.Open(Options(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<AzureStoragePreparation>();
        services.AddSingleton<IChannelStore, AzureChannelStore>();
        services.AddSingleton<IEvidenceStore, AzureEvidenceStore>();
        services.AddSingleton<IPollLease, AzurePollLease>();
        services.AddSingleton<IAlertStore, AzureAlertStore>();
        services.AddSingleton<ISubscriptionStore, AzureSubscriptionStore>();
        services.AddSingleton<IApiKeyStore, AzureApiKeyStore>();
        services.AddSingleton<IDeliveryStore, AzureDeliveryStore>();
        services.AddSingleton<IWorkQueue, AzureWorkQueue>();
        return services;
    }

    private static void AddStorageOptions(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsCheck>());
    }

    private static StorageOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<StorageOptions>>().Value;
}
