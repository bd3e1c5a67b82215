using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AlertRelay.AcceptanceTests;

/// <summary>Readers that follow by cursor while the relay is killed.</summary>
public sealed class StreamTests(ITestOutputHelper output)
{
    private const int Kills = 6, LongestWait = 400;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Countries =
    [
        "Albania", "Algeria", "Angola", "Argentina", "Armenia", "Australia", "Austria", "Azerbaijan", "Bahrain", "Bangladesh", "Belarus", "Belgium", "Bolivia",
        "Brazil", "Bulgaria", "Cambodia", "Cameroon", "Canada", "Chile", "Colombia", "Croatia", "Cuba", "Cyprus", "Denmark", "Ecuador", "Egypt", "Estonia",
    ];

    [Fact]
    public async Task Killed_again_and_again_no_reader_loses_an_alert_or_gets_one_twice()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}");
        await using var trial = await Trial.Start(Levels(0));
        var start = (await trial.Relay.Get("/api/v1/alerts?order=oldest")).GetProperty("cursor").GetString()!;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (streamed, polled) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        var readers = Task.WhenAll(
            Read(trial, start, (client, cursor) => Stream(client, cursor, streamed, end.Token), end.Token),
            Read(trial, start, (client, cursor) => Poll(client, cursor, polled, end.Token), end.Token));

        for (var kill = 1; kill <= Kills; kill++)
        {
            // One more each time: more than ten at once, if all polls were killed, would be held as implausible.
            trial.Publisher.Publish(Levels(kill));
            await trial.Publisher.Polls(1);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestWait)), end.Token);
            await trial.KillAndRestart();
        }

        await Eventually.Is(async () => (await Ids(trial)).Count >= Kills, "every change is in the history");
        var ids = await Ids(trial);
        await Eventually.Is(() => streamed.Count >= ids.Count && polled.Count >= ids.Count, "both readers have all");
        await end.CancelAsync();
        await readers;

        output.WriteLine($"{ids.Count} alerts, {Kills} kills");
        Assert.Equal(ids, streamed);
        Assert.Equal(ids, polled);
    }

    private static async Task<List<string>> Ids(Trial trial)
    {
        var history = await trial.Relay.Get("/api/v1/alerts?order=oldest&limit=200");
        return [.. history.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("id").GetString()!)];
    }

    /// <param name="read">From a cursor, as far as the connection lasts; to the cursor reached.</param>
    private static async Task Read(Trial trial, string cursor, Func<HttpClient, Cursor, Task> read, CancellationToken cancellationToken)
    {
        var place = new Cursor(cursor);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var client = new HttpClient { BaseAddress = trial.Relay.Address };
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", trial.Relay.AdminKey);
                await read(client, place);
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
            {
                await Task.Delay(BetweenTries, CancellationToken.None);
            }
        }
    }

    private static async Task Stream(HttpClient client, Cursor cursor, ConcurrentQueue<string> ids, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/alerts/stream") { Headers = { { "Last-Event-ID", cursor.Place } } };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        var (id, alert) = ("", (string?)null);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                alert = line == "event: alert" ? "" : null;
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line["id: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal) && alert is not null)
                alert = JsonDocument.Parse(line["data: ".Length..]).RootElement.GetProperty("id").GetString()!;
            else if (line.Length == 0 && id.Length > 0)
            {
                // Without its blank line an event is discarded (HTML, section 9.2.6): the next connection brings it again.
                if (alert is not null)
                    ids.Enqueue(alert);
                (cursor.Place, alert) = (id, null);
            }
        }
    }

    private static async Task Poll(HttpClient client, Cursor cursor, ConcurrentQueue<string> ids, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync($"/api/v1/alerts?after={cursor.Place}&wait=20", cancellationToken);
        answer.EnsureSuccessStatusCode();
        var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement;
        foreach (var alert in page.GetProperty("alerts").EnumerateArray())
            ids.Enqueue(alert.GetProperty("id").GetString()!);
        cursor.Place = page.GetProperty("cursor").GetString()!;
    }

    private static (string, int)[] Levels(int raised) => [.. Countries.Select((country, index) => (country, index < raised ? 4 : 1))];

    private sealed class Cursor(string place)
    {
        public string Place { get; set; } = place;
    }
}
