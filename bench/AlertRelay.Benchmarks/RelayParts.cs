using AlertRelay.Cli;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Benchmarks;

/// <summary>The relay's real parts on a folder of their own.</summary>
public sealed class RelayParts : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-bench-").FullName;
    private readonly ServiceProvider _services;

    public RelayParts(params (string Key, string Value)[] settings)
    {
        var all = settings.Append(("Storage:Path", _folder)).Append(("Delivery:AllowPrivateNetworks", "true")).Append(("Security:EncryptionKey", Convert.ToBase64String(new byte[32]))).Append(("Fetching:HostSpacing", "00:00:00"));
        _services = Relay.Build(new ConfigurationBuilder().AddInMemoryCollection(all.ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2)).Build());
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
