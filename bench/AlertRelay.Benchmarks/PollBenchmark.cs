using System.Net.Http.Headers;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Polling;

namespace AlertRelay.Benchmarks;

/// <summary>A poll of a 216-item feed that has not changed, and of one that has, against a bare HttpClient that fetches the same bytes.</summary>
public static class PollBenchmark
{
    private const int Unchanged = 300;
    private const int Changed = 40;
    private const int ChannelsOfARound = 25;
    private static readonly TimeSpan LimitOfARound = TimeSpan.FromMilliseconds(150);

    public static async Task Run()
    {
        await using var server = await FeedServer.Start();
        await using var parts = new RelayParts();
        using var http = new HttpClient();
        var poller = parts.Get<ChannelPoller>();
        var channel = Feed(server.Url);
        await poller.Poll(channel, CancellationToken.None);

        var bareSame = await Measured.Of("plain HttpClient, 304", Unchanged, () => Repeat(Unchanged, () => Conditional(http, server)));
        var same = await Measured.Of("poll, 304", Unchanged, () => Repeat(Unchanged, () => poller.Poll(channel, CancellationToken.None)));
        Measured.Print("Unchanged feed", bareSame, same);

        var version = 0;
        var bareWhole = await Measured.Of("plain HttpClient, 200", Changed, () => Repeat(Changed, () => Whole(http, server)));
        var whole = await Measured.Of("poll, one item of 216 changed", Changed, () => Repeat(Changed, () => Change(server, poller, channel, ++version)));
        Measured.Print("Changed feed", bareWhole, whole);
        await Round(server, poller);
    }

    // A catalogue of 25 channels of which none has changed: the usual minute of a relay.
    private static async Task Round(FeedServer server, ChannelPoller poller)
    {
        var channels = Enumerable.Range(0, ChannelsOfARound).Select(number => Feed(server.Url) with { Id = $"bench-{number}" }).ToList();
        var round = await Measured.Of("a round of 25 channels, 304", 1, async () =>
        {
            foreach (var channel in channels)
                await poller.Poll(channel, CancellationToken.None);
        });
        Console.WriteLine(
            $"A round of {ChannelsOfARound} unchanged channels: {round.Cpu.TotalMilliseconds:0.0} ms of CPU, {round.Wall.TotalMilliseconds:0.0} ms in "
            + $"all; the limit is {LimitOfARound.TotalMilliseconds:0} ms of CPU: {(round.Cpu <= LimitOfARound ? "held" : "EXCEEDED")}.");
    }

    private static async Task Repeat(int times, Func<Task> work)
    {
        for (var time = 0; time < times; time++)
            await work();
    }

    private static async Task Conditional(HttpClient http, FeedServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(server.ETag));
        using var response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task Whole(HttpClient http, FeedServer server) => await http.GetByteArrayAsync(server.Url);

    private static async Task Change(FeedServer server, ChannelPoller poller, Channel channel, int version)
    {
        server.Show(version);
        var report = await poller.Poll(channel, CancellationToken.None);
        if (report.Alerts.Count != 1)
            throw new InvalidOperationException($"The benchmark's feed changed in one item and the relay sent {report.Alerts.Count} alerts: {report.Error}");
    }

    private static Channel Feed(Uri url) => new()
    {
        Id = "bench",
        Name = "Benchmark",
        Authority = "Benchmark",
        ShortName = "Benchmark",
        Category = Category.Statement,
        Languages = ["en"],
        Homepage = url,
        Terms = "none",
        Attribution = "none",
        Urls = [url],
        Parser = "feed",
    };
}
