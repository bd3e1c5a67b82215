using AlertRelay.Channels;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Encryption;
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
