using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Api;
using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Channels;
using AlertRelay.Composition;
using AlertRelay.Deliveries;
using AlertRelay.Diagnostics;
using AlertRelay.Fetching;
using AlertRelay.Keys;
using AlertRelay.Observability;
using AlertRelay.Polling;
using AlertRelay.Registration;
using AlertRelay.Tests.Api.OpenApi;
using AlertRelay.Tests.Polling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Api;

/// <summary>The real API on a free port of this machine, with stores in memory and a clock that stands still.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app, FakeTimeProvider time, CollectedLog log, Publisher publisher)
    {
        Publisher = publisher;
        _app = app;
        Time = time;
        Log = log;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; }

    public CollectedLog Log { get; }

    /// <summary>Answers in the place of every publisher.</summary>
    internal Publisher Publisher { get; }

    public HttpClient Client { get; }

    public string Admin { get; private set; } = "";

    /// <summary>A subscriber of the tenant "acme".</summary>
    public string Acme { get; private set; } = "";

    /// <summary>A subscriber of the tenant "globex".</summary>
    public string Globex { get; private set; } = "";

    /// <summary>A new key of the role reader of the tenant "acme".</summary>
    public async Task<string> Reader() =>
        (await Get<ApiKeyService>().Create(new KeyDraft("acme's reader", "acme", Role.Reader), Actor.CommandLine, Cancellation)).Key;

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<ApiHost> Start(Action<IServiceCollection>? change = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2020, 1, 3, 12, 0, 0, TimeSpan.Zero));
        var log = new CollectedLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services
            .AddSingleton(ChannelCatalog.Load(directory: null))
            .AddStores(time)
            .AddDelivery()
            .AddTelemetry(builder.Configuration)
            .AddSingleton(ChannelCredentialStore.None)
            .AddSingleton<DelayAsync>((_, _) => Task.CompletedTask)
            .AddFetching()
            .AddPolling()
            .AddRegistration()
            .AddSingleton<ISettingsView, SettingsView>()
            .AddSingleton<ProbeChannel>((channel, _) => Task.FromResult<IReadOnlyList<ProbedDocument>>([new(channel.Id, null, 1, null, TimeSpan.Zero)]))
            .AddApi();
        builder.Services.AddSingleton(new HttpMessageInvoker(new Receiver()));
        var publisher = new Publisher();
        builder.Services.AddHttpClient(FetchingServices.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => publisher);
        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseApi();
        await app.StartAsync();
        var host = new ApiHost(app, time, log, publisher);
        await host.MakeKeys();
        return host;
    }

    public async Task<Answer> Send(HttpMethod method, string path, string? key = null, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);

        var type = headers.FirstOrDefault(header => header.Name == "Content-Type").Value ?? "application/json";
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

        foreach (var (name, value) in headers.Where(header => header.Name != "Content-Type"))
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var answer = new Answer(response.StatusCode, text, all);
        Documented.Check(method, path, answer);
        return answer;
    }

    public Task<Answer> Look(string path, string? key = null) => Send(HttpMethod.Get, path, key);

    public Task<Answer> Post(string path, string? key, string? body = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, key, body, headers);

    /// <returns>The id.</returns>
    public async Task<string> Subscribe(string key, string body = Some.SubscriptionBody) =>
        (await Post("/api/v1/subscriptions", key, body)).Json["id"]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task MakeKeys()
    {
        var keys = Get<ApiKeyService>();
        Admin = (await keys.Create(new KeyDraft("operator", ApiKeyService.FirstTenant, Role.Admin), Actor.CommandLine, Cancellation)).Key;
        Acme = (await keys.Create(new KeyDraft("acme", "acme", Role.Subscriber), Actor.CommandLine, Cancellation)).Key;
        Globex = (await keys.Create(new KeyDraft("globex", "globex", Role.Subscriber), Actor.CommandLine, Cancellation)).Key;
    }
}

public sealed record Answer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string Word => Json["type"]!.GetValue<string>().Split('/')[^1];

    public string Error(string field) => Json["errors"]?[field]?.GetValue<string>() ?? $"(no error of {field}: {Text})";
}
