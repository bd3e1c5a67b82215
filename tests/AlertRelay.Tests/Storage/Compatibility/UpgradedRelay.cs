using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Api;
using AlertRelay.Fetching;
using AlertRelay.Hosting;
using AlertRelay.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>
/// The relay of today as its program makes it, with its API, over stores that are there already. Only the network and the clock are the test's own.
/// </summary>
internal sealed class UpgradedRelay : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private UpgradedRelay(WebApplication app, FakeNetwork network, FakeTimeProvider time)
    {
        (_app, Network, Time) = (app, network, time);
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeNetwork Network { get; }

    public FakeTimeProvider Time { get; }

    /// <param name="keyFile">Null: the one beside the database.</param>
    /// <param name="channels">The folder of the channels that the stores know.</param>
    public static async Task<UpgradedRelay> Start(StorageOptions storage, string? keyFile, string channels, DateTimeOffset now)
    {
        var (network, time) = (new FakeNetwork(), new FakeTimeProvider(now));
        var builder = RelayHost.WebBuilder(Settings(storage, keyFile, channels));
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<Func<double>>(() => 0.5).AddSingleton<DelayAsync>((_, _) => Task.CompletedTask);
        builder.Services.AddSingleton(_ => new HttpMessageInvoker(network, disposeHandler: false));
        builder.Services.AddHttpClient(FetchingServices.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => network);
        var app = builder.Build();
        app.UseApi();
        await app.StartAsync();
        return new UpgradedRelay(app, network, time);
    }

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<(int Status, string Text, string? ContentType)> Send(
        HttpMethod method, string path, string? key, string? body = null, string? idempotencyKey = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text, response.Content.Headers.ContentType?.MediaType);
    }

    /// <returns>The answer, which must be a success.</returns>
    public async Task<JsonNode> Done(
        HttpMethod method, string path, string? key, string? body = null, string? idempotencyKey = null, string type = "application/json")
    {
        var (status, text, _) = await Send(method, path, key, body, idempotencyKey, type);
        Assert.True(status is >= 200 and < 300, $"{method} {path} answered {status}: {text}");
        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Network.Dispose();
    }

    private static IConfiguration Settings(StorageOptions storage, string? keyFile, string channels) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Kind"] = storage.Kind,
            ["Storage:Path"] = storage.Path,
            ["Storage:ConnectionString"] = storage.ConnectionString,
            ["Storage:Prefix"] = storage.Prefix,
            ["Security:KeyFile"] = keyFile,
            ["Channels:Directory"] = channels,
            ["Fetching:HostSpacing"] = "00:00:00",
            ["Relay:BaseUrl"] = "https://relay.example.org",
        }).Build();
}
