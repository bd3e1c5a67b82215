using System.Net;
using System.Net.Http.Headers;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Streams;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Feeds;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Api.Streams;

/// <summary>An API whose reads of the history are counted, with few alerts to begin with.</summary>
internal sealed class StreamTrial : IAsyncDisposable
{
    private StreamTrial(ApiHost api) => Api = api;

    public ApiHost Api { get; }

    public int Reads => ((CountedAlerts)Api.Get<IAlertStore>()).Reads;

    /// <summary>How many requests have read to the end of the history.</summary>
    public int Waiting => Api.Get<AlertFollower>().Waiting;

    public static async Task<StreamTrial> Start(Action<ApiOptions>? change = null) => new(await ApiHost.Start(services => services
        .Configure<ApiOptions>(change ?? (_ => { }))
        .AddSingleton<IAlertStore>(provider => new CountedAlerts(ActivatorUtilities.CreateInstance<SqliteAlertStore>(provider)))));

    /// <summary>By this process.</summary>
    public Task Publish(Alert alert) => Api.Get<AlertPublisher>().Publish(alert, ApiHost.Cancellation);

    /// <summary>By another process on the same store.</summary>
    public Task Append(Alert alert) => Api.Get<IAlertStore>().Append(alert, ApiHost.Cancellation);

    public async Task AppendMany(int count, int from = 0)
    {
        foreach (var number in Enumerable.Range(from, count))
            await Append(Some.Alert($"{number}", at: Some.Friday.AddMinutes(number)));
    }

    public Task<Answer> Poll(string query, string? key = null) => Api.Look($"/api/v1/alerts?{query}", key ?? Api.Acme);

    /// <summary>The cursor after everything that there is.</summary>
    public async Task<string> End() => (await Poll("order=oldest&limit=200")).Json["cursor"]!.GetValue<string>();

    /// <summary>Begins a request and waits until it waits.</summary>
    public async Task<Task<Answer>> BeginPoll(string query, string? key = null)
    {
        var before = Waiting;
        var poll = Poll(query, key);
        await Eventually.Is(() => Waiting > before, "the request waits");
        return poll;
    }

    public async Task<EventReader> OpenStream(string query = "", string? key = null, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/alerts/stream{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? Api.Acme);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return new EventReader(await Api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ApiHost.Cancellation));
    }

    public static string Ids(Answer answer) => string.Join(' ', answer.Json["alerts"]!.AsArray().Select(alert => alert!["id"]));

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}

/// <summary>Reads an answer as HTML, section 9.2.6, says.</summary>
internal sealed class EventReader(HttpResponseMessage response) : IDisposable
{
    private StreamReader? _lines;

    public HttpStatusCode Status => response.StatusCode;

    public HttpResponseMessage Response => response;

    /// <returns>The lines of the next block; null at the end.</returns>
    public async Task<IReadOnlyList<string>?> Next()
    {
        _lines ??= new StreamReader(await response.Content.ReadAsStreamAsync(ApiHost.Cancellation));
        var block = new List<string>();
        while (await _lines.ReadLineAsync(ApiHost.Cancellation) is { } line)
        {
            if (line.Length == 0)
                return block;

            block.Add(line);
        }

        return null;
    }

    public async Task<string> NextAlert()
    {
        while (true)
        {
            var block = await Next() ?? throw new InvalidOperationException("The stream has ended.");
            if (block[0] == "event: alert")
                return System.Text.Json.Nodes.JsonNode.Parse(block[2]["data: ".Length..])!["id"]!.GetValue<string>();
        }
    }

    public void Dispose()
    {
        _lines?.Dispose();
        response.Dispose();
    }
}
