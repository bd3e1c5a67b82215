using AlertRelay.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Benchmarks;

/// <summary>The relay's real parts on a folder of their own.</summary>
public sealed class RelayParts : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-bench-").FullName;
    private readonly List<(string Key, string Value)> _settings;
    private readonly ServiceProvider _services;

    public RelayParts(params (string Key, string Value)[] settings)
    {
        _settings =
        [
            .. settings, ("Storage:Path", _folder), ("Delivery:AllowPrivateNetworks", "true"),
            ("Security:EncryptionKey", Convert.ToBase64String(new byte[32])), ("Fetching:HostSpacing", "00:00:00"), ("Fetching:AllowPrivateNetworks", "true"),
        ];
        _services = RelayHost.Parts(
            new ConfigurationBuilder().AddInMemoryCollection(_settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build());
    }

    /// <summary>The same settings for a process that is to share the folder.</summary>
    public (string Name, string Value)[] Environment =>
        [.. _settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value))];

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
