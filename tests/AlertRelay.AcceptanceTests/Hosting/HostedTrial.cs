using System.Net.Http.Headers;
using System.Net.Http.Json;
using AlertRelay.Tests.Storage.Azure;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>A function app with a storage account, a publisher and one channel of its own.</summary>
public sealed class HostedTrial : IAsyncDisposable
{
    /// <summary>Of tests only.</summary>
    public static readonly string SealingKey = Convert.ToBase64String(new byte[32]);

    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-hosted-").FullName;
    private readonly Emulator _storage = new();
    private readonly (string, string)[] _settings;
    private string _adminKey = "";

    private HostedTrial(FakePublisher publisher, (string, string)[] settings)
    {
        Publisher = publisher;
        _settings = [.. Trial.Off(), ("Channels__Directory", publisher.WriteCatalogue(_folder, Trial.Channel)), ("Delivery__AllowPrivateNetworks", "true"), ("Fetching__HostSpacing", "00:00:00"), ("Security__EncryptionKey", SealingKey), .. settings];
    }

    public FakePublisher Publisher { get; }

    public HostedRelay Relay { get; private set; } = null!;

    public Task<string> Connection => _storage.ConnectionString;

    public static async Task<HostedTrial> Start((string Country, int Level)[] items, params (string, string)[] settings)
    {
        var trial = new HostedTrial(await FakePublisher.Start(items), settings);
        (string, string)[] account = [("Storage__ConnectionString", await trial.Connection)];
        var (_, output, errors) = await RelayProgram.Run(trial._folder, account, "keys", "create", "--role", "admin", "--storage", "azure");
        trial._adminKey = output.Trim();
        Assert.True(trial._adminKey.StartsWith("ark_", StringComparison.Ordinal), errors);
        await trial.Restart();
        return trial;
    }

    public async Task Restart()
    {
        var before = Relay;
        Relay = await HostedRelay.Start(await Connection, _settings);
        Relay.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _adminKey);
        if (before is not null)
            await before.DisposeAsync();
    }

    public async Task Subscribe(Uri target)
    {
        using var answer = await Relay.Client.PostAsJsonAsync("/api/v1/subscriptions", new { name = "test", target, filter = RelayProgram.AlertsOnly });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await Publisher.DisposeAsync();
        await _storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
