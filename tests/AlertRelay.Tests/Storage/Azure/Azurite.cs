using AlertRelay.Storage;

[assembly: AssemblyFixture(typeof(AlertRelay.Tests.Storage.Azure.Azurite))]

namespace AlertRelay.Tests.Storage.Azure;

/// <summary>One emulator for a test run. Tests share it and keep apart by prefixes.</summary>
public sealed class Azurite : IAsyncDisposable
{
    private readonly Emulator _emulator = new();

    /// <summary>A storage account that looks empty.</summary>
    public async Task<StorageOptions> Account() =>
        new() { Kind = StorageOptions.Azure, ConnectionString = await _emulator.ConnectionString, Prefix = $"t{Guid.NewGuid():N}"[..12] };

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();
}
