using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Encryption;
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

    /// <summary>Prepares the storage account when the host starts, before it serves. SQLite's file is opened on first use.</summary>
    public static IServiceCollection AddStoragePreparation(this IServiceCollection services) =>
        services.Any(service => service.ServiceType == typeof(AzureStoragePreparation))
            ? services.AddHostedService(provider => provider.GetRequiredService<AzureStoragePreparation>())
            : services;

    /// <summary>All stores on one SQLite file, which is opened on first use.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.AddStorageOptions();
        services.AddSingleton(provider => OpenDatabase(provider));
        services.AddSingleton<IStoreProbe, SqliteStoreProbe>();
        services.AddSingleton(provider => new KeySource(
            Security(provider), Path.Combine(Options(provider).Path, KeyFile.Name), () => provider.GetRequiredService<SqliteDatabase>().HasEncryptedRows()));
        services.AddSingleton<IChannelStore, SqliteChannelStore>();
        services.AddSingleton<IEvidenceStore, SqliteEvidenceStore>();
        services.AddSingleton<IPollLease, SqlitePollLease>();
        services.AddSingleton<IAlertStore, SqliteAlertStore>();
        services.AddSingleton<ISubscriptionStore, SqliteSubscriptionStore>();
        services.AddSingleton<IApiKeyStore, SqliteApiKeyStore>();
        services.AddSingleton<ISigningKeyStore, SqliteSigningKeyStore>();
        services.AddSingleton<ISessionKeyStore, SqliteSessionKeyStore>();
        services.AddSingleton<IPortalLinkStore, SqlitePortalLinkStore>();
        services.AddSingleton<SqliteDeliveryStore>();
        services.AddSingleton<IOutcomeCountStore, SqliteOutcomeCountStore>();
        services.AddSingleton<IDeliveryStore>(Counted<SqliteDeliveryStore>);
        services.AddSingleton<IAuditStore, SqliteAuditStore>();
        services.AddSingleton<IWorkQueue, SqliteWorkQueue>();
        services.AddSingleton<ISnapshotQueue, SqliteSnapshotQueue>();
        return services;
    }

    /// <summary>All stores in one Azure storage account. Missing tables and queues are created by <see cref="AzureStoragePreparation"/>.</summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services)
    {
        services.AddStorageOptions();
        services.AddSingleton(provider => AzureStorage.Open(Options(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AzureStoragePreparation>();
        services.AddSingleton(provider => new KeySource(Security(provider), file: null, isAnythingEncrypted: () => true));
        services.AddSingleton<IStoreProbe, AzureStoreProbe>();
        services.AddSingleton<IChannelStore, AzureChannelStore>();
        services.AddSingleton<IEvidenceStore, AzureEvidenceStore>();
        services.AddSingleton<IPollLease, AzurePollLease>();
        services.AddSingleton<IAlertStore, AzureAlertStore>();
        services.AddSingleton<ISubscriptionStore, AzureSubscriptionStore>();
        services.AddSingleton<IApiKeyStore, AzureApiKeyStore>();
        services.AddSingleton<ISigningKeyStore, AzureSigningKeyStore>();
        services.AddSingleton<ISessionKeyStore, AzureSessionKeyStore>();
        services.AddSingleton<IPortalLinkStore, AzurePortalLinkStore>();
        services.AddSingleton<AzureDeliveryStore>();
        services.AddSingleton<IOutcomeCountStore, AzureOutcomeCountStore>();
        services.AddSingleton<IDeliveryStore>(Counted<AzureDeliveryStore>);
        services.AddSingleton<IAuditStore, AzureAuditStore>();
        services.AddSingleton<IWorkQueue, AzureWorkQueue>();
        services.AddSingleton<ISnapshotQueue, AzureSnapshotQueue>();
        return services;
    }

    private static CountedDeliveries Counted<TStore>(IServiceProvider services)
        where TStore : IDeliveryStore =>
        new(services.GetRequiredService<TStore>(), services.GetRequiredService<OutcomeCounts>());

    private static SqliteDatabase OpenDatabase(IServiceProvider services)
    {
        var folder = Options(services).Path;
        if (Security(services) is { KeyFile: null or "", EncryptionKey: null or "" })
            DatabaseFolder.CheckNotLost(folder);
        return SqliteDatabase.Open(folder, services.GetRequiredService<TimeProvider>());
    }

    private static void AddStorageOptions(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.AddSingleton<UnreadableRows>();
        services.TryAddSingleton<OutcomeCounts>();
        services.AddSingleton(provider => provider.GetService<Func<ChannelCatalog>>() is { } catalog ? new RenamedChannels(catalog) : RenamedChannels.None);
        services.AddSingleton(provider => new Keyring(provider.GetRequiredService<KeySource>().Read));
        services.AddSingleton<ITokenEncryption, TokenEncryption>();
        services.AddOptions<SecurityOptions>().BindConfiguration(SecurityOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecurityOptions>, SecurityOptionsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsCheck>());
    }

    private static SecurityOptions Security(IServiceProvider services) => services.GetRequiredService<IOptions<SecurityOptions>>().Value;

    private static StorageOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<StorageOptions>>().Value;
}

/// <summary>Writes, because reading does not show a full disk or a missing permission.</summary>
public interface IStoreProbe
{
    /// <summary>Stores a small value durably.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    Task Write(CancellationToken cancellationToken);
}
