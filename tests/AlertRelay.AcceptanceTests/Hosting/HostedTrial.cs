using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AlertRelay.AcceptanceTests.Hosting.Host;
using AlertRelay.Tests.Storage.Azure;
using Azure.Storage.Queues;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>A function app with a storage account, a publisher and one channel of its own.</summary>
public sealed class HostedTrial : IAsyncDisposable
{
    /// <summary>Of tests only.</summary>
    public static readonly string SealingKey = Convert.ToBase64String(new byte[32]);

    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-hosted-").FullName;
    private readonly Emulator _storage = new();

    private HostedTrial(FakePublisher publisher) => Publisher = publisher;

    public FakePublisher Publisher { get; }

    public FunctionsTestHost Host { get; private set; } = null!;

    public Task<string> Connection => _storage.ConnectionString;

    /// <summary>An administrator's.</summary>
    public string Key { get; private set; } = "";

    /// <param name="adjust">Changes the host's options.</param>
    public static async Task<HostedTrial> Start(
        (string Country, int Level)[] items, Func<TestHostOptions, TestHostOptions>? adjust = null, params (string, string)[] settings)
    {
        var trial = new HostedTrial(await FakePublisher.Start(items));
        try
        {
            await trial.MakeKey();
            var options = new TestHostOptions(await trial.Connection, [.. trial.Settings(), .. settings]);
            trial.Host = await trial.StartHost(adjust?.Invoke(options) ?? options);
            return trial;
        }
        catch
        {
            await trial.DisposeAsync();
            throw;
        }
    }

    /// <summary>The settings of an app that watches the trial's publisher and nobody else.</summary>
    public IEnumerable<(string Name, string Value)> Settings() =>
    [
        .. Trial.Off(), ("Channels__Directory", Publisher.WriteCatalogue(_folder, Trial.Channel)), ("Delivery__AllowPrivateNetworks", "true"),
        ("Fetching__HostSpacing", "00:00:00"), ("Security__EncryptionKey", SealingKey),
    ];

    /// <summary>One more host on the same storage account.</summary>
    public async Task<FunctionsTestHost> StartHost(TestHostOptions options)
    {
        var host = await FunctionsTestHost.Start(options);
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        // The first call compiles much: on a busy machine longer than the worker waits for the other half of an HTTP call.
        await Eventually.Is(async () => (await host.Client.GetAsync("/health/live")).IsSuccessStatusCode, "the app answers");
        return host;
    }

    public async Task<string> Subscribe(Uri target, string? secret = null)
    {
        using var answer = await Host.Client.PostAsJsonAsync("/api/v1/subscriptions", new { name = "test", target, filter = RelayProgram.AlertsOnly, secret });
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer}\n{body}");
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    public async Task<QueueClient> Queue(string name) => new(await Connection, name);

    public async ValueTask DisposeAsync()
    {
        if (Host is not null)
            await Host.DisposeAsync();
        await Publisher.DisposeAsync();
        await _storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task MakeKey()
    {
        (string, string)[] account = [("Storage__ConnectionString", await Connection)];
        var (_, output, errors) = await RelayProgram.Run(_folder, account, "keys", "create", "--role", "admin", "--storage", "azure");
        Key = output.Trim();
        Assert.True(Key.StartsWith("ark_", StringComparison.Ordinal), errors);
    }
}
