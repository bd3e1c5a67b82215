using AlertRelay.Channels;
using AlertRelay.Composition;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Observability;

/// <summary>One process of the relay over a store that others may share, made as the program makes it; only the clock stands still.</summary>
internal sealed class WholeRelay : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public WholeRelay(StorageOptions storage, string catalog, FakeTimeProvider time, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Kind"] = storage.Kind,
            ["Storage:Path"] = storage.Path,
            ["Storage:ConnectionString"] = storage.ConnectionString,
            ["Storage:Prefix"] = storage.Prefix,
            ["Security:EncryptionKey"] = TestKeys.Text,
            ["Channels:Directory"] = catalog,
            ["Delivery:AllowPrivateNetworks"] = "true",
            ["Fetching:HostSpacing"] = "00:00:00",
        }).AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value)).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRelay(configuration);
        services.AddSingleton<TimeProvider>(time).AddSingleton<DelayAsync>((_, _) => Task.CompletedTask);
        _services = services.BuildServiceProvider();
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task<PollReport> Poll(string channel, CancellationToken cancellationToken) =>
        Get<ChannelPoller>().Poll(Get<ChannelCatalog>().Find(channel)!, cancellationToken);

    /// <summary>As a loop or a function would.</summary>
    public async Task SendPages(CancellationToken cancellationToken)
    {
        foreach (var item in await Get<IWorkQueue>().Take(10, TimeSpan.FromMinutes(1), cancellationToken))
        {
            await Get<FanOutDispatcher>().SendBatch(item.Batch, cancellationToken);
            await Get<IWorkQueue>().Complete(item, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
