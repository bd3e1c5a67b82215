using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Streams;
using AlertRelay.Tests.Infra;
using Microsoft.Extensions.Hosting;

namespace AlertRelay.Tests.Api.Streams;

public sealed class AlertStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan StreamTime = TimeSpan.FromMinutes(1);

    private StreamTrial _trial = null!;

    public async ValueTask InitializeAsync()
    {
        _trial = await StreamTrial.Start();
        await _trial.AppendMany(3);
    }

    public ValueTask DisposeAsync() => _trial.DisposeAsync();

    [Fact]
    public async Task An_alert_is_sent_on_one_line_when_it_is_published_and_its_id_is_the_cursor_after_it()
    {
        using var stream = await _trial.OpenStream();
        Assert.Equal(["retry: 3000", "event: ready", $"id: {await _trial.End()}", "data: {}"], (await stream.Next())!);
        var alert = Some.Alert("new") with { Text = "one\r\ntwo\u2028three" };

        await _trial.Publish(alert);

        Assert.Equal(["event: alert", $"id: {await _trial.End()}", $"data: {JsonSerializer.Serialize(alert, AlertJson.Wire.Alert)}"], (await stream.Next())!);
        Assert.Equal(
            ("text/event-stream", "no-store", "no"),
            (stream.Response.Content.Headers.ContentType!.ToString(), stream.Response.Headers.CacheControl!.ToString(),
                stream.Response.Headers.GetValues("X-Accel-Buffering").Single()));
    }

    [Fact]
    public async Task A_reader_that_comes_again_goes_on_after_its_last_event()
    {
        var first = (await _trial.Poll("order=oldest&limit=1")).Json["cursor"]!.GetValue<string>();
        var second = (await _trial.Poll("order=oldest&limit=2")).Json["cursor"]!.GetValue<string>();

        using var begun = await _trial.OpenStream($"?after={first}");
        using var resumed = await _trial.OpenStream($"?after={first}", lastEventId: second);

        Assert.Equal(("1", "2"), (await begun.NextAlert(), await begun.NextAlert()));
        Assert.Equal("2", await resumed.NextAlert());
    }

    [Fact]
    public async Task A_filter_holds_for_the_stream()
    {
        using var stream = await _trial.OpenStream("?country=IQ");
        await _trial.Publish(Some.Alert("other", country: "IR"));
        await _trial.Publish(Some.Alert("wanted", country: "IQ"));

        Assert.Equal("wanted", await stream.NextAlert());
    }

    [Fact]
    public async Task A_comment_every_fifteen_seconds_keeps_the_connection_open()
    {
        using var stream = await _trial.OpenStream();
        await stream.Next();
        var next = stream.Next();

        await Eventually.Is(() => _trial.Waiting == 1, "the stream waits");
        var took = await TimeUntil(() => next.IsCompleted, AlertStream.Heartbeat);

        Assert.Equal([": waiting"], (await next)!);
        Assert.InRange(took, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task After_its_time_a_stream_ends_by_itself()
    {
        await using var trial = await StreamTrial.Start(api => api.StreamTime = StreamTime);
        using var stream = await trial.OpenStream();
        var all = ReadAll(stream);
        await Eventually.Is(() => trial.Waiting == 1, "the stream waits");

        var took = await TimeUntil(() => all.IsCompleted, StreamTime, trial);

        // The time begins with the request, and may be noticed one heartbeat late. The first block says that the stream is ready.
        Assert.InRange(took, StreamTime, StreamTime + AlertStream.Heartbeat);
        Assert.InRange(await all, 3, 1 + (StreamTime / AlertStream.Heartbeat));
        Assert.Equal(TimeSpan.FromMinutes(10), new ApiOptions().StreamTime);
    }

    [Fact]
    public async Task When_the_server_stops_streams_and_waiting_requests_end_at_once()
    {
        using var stream = await _trial.OpenStream();
        var (all, poll) = (ReadAll(stream), await _trial.BeginPoll("after=now&wait=50"));

        _trial.Api.Get<IHostApplicationLifetime>().StopApplication();

        await Eventually.Is(() => all.IsCompleted && poll.IsCompleted, "both have ended");
        Assert.Equal("", StreamTrial.Ids(await poll));
    }

    [Fact]
    public async Task One_tenants_streams_are_bounded_and_so_are_all_together()
    {
        await using var trial = await StreamTrial.Start(api => (api.StreamsPerTenant, api.Streams) = (2, 3));
        using var first = await trial.OpenStream();
        using (await trial.OpenStream())
        {
            using var third = await trial.OpenStream();
            Assert.Equal((HttpStatusCode.TooManyRequests, "5"), (third.Status, third.Response.Headers.RetryAfter!.ToString()));
            Assert.Contains("Api:StreamsPerTenant", await third.Response.Content.ReadAsStringAsync(ApiHost.Cancellation), StringComparison.Ordinal);
            Assert.Equal("too-many-requests", (await trial.Poll("after=now&wait=1")).Word);
            Assert.Equal(HttpStatusCode.OK, (await trial.Poll("after=now&wait=0")).Status);

            using var other = await trial.OpenStream(key: trial.Api.Globex);
            using var beyond = await trial.OpenStream(key: trial.Api.Admin);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (other.Status, beyond.Status));
        }

        // One has left.
        await Eventually.Is(
            async () =>
            {
                using var again = await trial.OpenStream();
                return again.Status == HttpStatusCode.OK;
            },
            "there is room again");
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_let_go()
    {
        await using var trial = await StreamTrial.Start(api => (api.StreamsPerTenant, api.StreamTime) = (1, TimeSpan.FromDays(1)));
        using var lazy = new TcpClient { ReceiveBufferSize = 4096 };
        await lazy.ConnectAsync(IPAddress.Loopback, trial.Api.Client.BaseAddress!.Port, ApiHost.Cancellation);
        await lazy.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"GET /api/v1/alerts/stream HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer {trial.Api.Acme}\r\n\r\n"),
            ApiHost.Cancellation);
        await Eventually.Is(() => trial.Reads >= 2, "it streams");
        for (var number = 0; number < 20; number++)
            await trial.Publish(Some.Alert($"{number}") with { Text = new string('x', 1_000_000) });

        await Eventually.Is(
            async () =>
            {
                trial.Api.Time.Advance(AlertStream.WriteTime / 4);
                return await HasRoom(trial);
            },
            "its place is free");
    }

    [Theory]
    [InlineData("?after=Zi40", null, "after")]
    [InlineData("?after=now", "whatever", "Last-Event-ID")]
    [InlineData("?wait=5", null, "wait")]
    [InlineData("?country=IRN", null, "country")]
    public async Task What_cannot_be_streamed_is_answered_with_what_to_write(string query, string? lastEventId, string field)
    {
        using var stream = await _trial.OpenStream(query, lastEventId: lastEventId);
        var problem = await stream.Response.Content.ReadAsStringAsync(ApiHost.Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, stream.Status);
        Assert.Contains($"\"{field}\":", problem, StringComparison.Ordinal);
    }

    /// <summary>tests/npm/stream.mjs.</summary>
    [Fact]
    public async Task The_eventsource_of_npm_reads_it_and_comes_again_when_it_ends()
    {
        await using var trial = await StreamTrial.Start(api => api.StreamsPerTenant = 1);
        await trial.AppendMany(3);
        var start = (await trial.Poll("order=oldest&limit=1")).Json["cursor"]!.GetValue<string>();
        var address = new Uri(trial.Api.Client.BaseAddress!, $"/api/v1/alerts/stream?after={start}");
        var before = trial.Reads;
        var reading = new Tool("node").Run(
            Path.Combine(Repository.Root, "tests", "npm", "stream.mjs"), address.AbsoluteUri, trial.Api.Acme, "4");
        await Eventually.Is(() => trial.Reads >= before + 3, "it reads");
        await trial.Publish(Some.Alert("3"));
        await Eventually.Is(
            async () =>
            {
                trial.Api.Time.Advance(TimeSpan.FromMinutes(1));
                return await HasRoom(trial);
            },
            "its stream has ended");
        await trial.Publish(Some.Alert("4"));

        var ran = await reading;

        Assert.Equal(0, ran.ExitCode);
        Assert.Equal(["1", "2", "3", "4"], Last(ran.Said, "alert"));
        Assert.Equal(["1", "2"], Last(ran.Said, "ready"));

        static IEnumerable<string> Last(string said, string kind) =>
            said.Split('\n').Where(line => line.StartsWith(kind, StringComparison.Ordinal)).Select(line => line.Split(' ')[^1]);
    }

    private static async Task<bool> HasRoom(StreamTrial trial)
    {
        using var stream = await trial.OpenStream();
        return stream.Status == HttpStatusCode.OK;
    }

    private static async Task<int> ReadAll(EventReader stream)
    {
        var blocks = 0;
        while (await stream.Next() is not null)
            blocks++;
        return blocks;
    }

    /// <summary>Moves the clock on by seconds up to the time, and from there slowly, where the stream began to wait late.</summary>
    /// <returns>How far the clock was moved.</returns>
    private async Task<TimeSpan> TimeUntil(Func<bool> ended, TimeSpan time, StreamTrial? trial = null)
    {
        var moved = TimeSpan.Zero;
        await Eventually.Is(
            () =>
            {
                if (ended())
                    return true;

                var step = moved < time ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(100);
                (trial ?? _trial).Api.Time.Advance(step);
                moved += step;
                return false;
            },
            "it is done");
        return moved;
    }
}
