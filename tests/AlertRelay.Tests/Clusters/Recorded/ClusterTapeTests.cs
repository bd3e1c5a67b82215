using System.Globalization;
using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Clusters;
using AlertRelay.Commands.Replay;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Polling;

namespace AlertRelay.Tests.Clusters.Recorded;

/// <summary>Whole histories: each cluster that should be found, and no other.</summary>
public sealed class ClusterTapeTests(RecordedAlerts recorded) : IClassFixture<RecordedAlerts>
{
    private const string Baseline = "Iraq 2, Iran 2, Kuwait 1, Qatar 1";

    // Days, hours and levels are made up. Five governments, as they might have moved in January 2020.
    private static readonly (string At, string Channel, string Levels)[] January2020 =
    [
        ("2020-01-03T12:00:00Z", "xx-us", "Iraq 4, Iran 2, Kuwait 1, Qatar 1"),
        ("2020-01-03T20:00:00Z", "xx-us-posts", "Iraq 4, Iran 2, Kuwait 1, Qatar 1"),
        ("2020-01-04T08:00:00Z", "xx-gb", "Iraq 4, Iran 3, Kuwait 1, Qatar 1"),
        ("2020-01-04T11:00:00Z", "xx-ca", "Iraq 3, Iran 2, Kuwait 1, Qatar 2"),
        ("2020-01-04T20:00:00Z", "xx-de", "Iraq 3, Iran 2, Kuwait 2, Qatar 1"),
        ("2020-01-05T09:00:00Z", "xx-us", "Iraq 4, Iran 2, Kuwait 2, Qatar 2"),
        ("2020-01-06T09:00:00Z", "xx-ca", "Iraq 3, Iran 3, Kuwait 1, Qatar 2"),
        ("2020-01-08T02:00:00Z", "xx-us", "Iraq 4, Iran 3, Kuwait 3, Qatar 2"),
        ("2020-01-08T03:00:00Z", "xx-gb", "Iraq 4, Iran 4, Kuwait 2, Qatar 1"),
        ("2020-01-08T20:00:00Z", "xx-de", "Iraq 3, Iran 3, Kuwait 3, Qatar 1"),
        ("2020-01-12T20:00:00Z", "xx-de", "Iraq 3, Iran 3, Kuwait 3, Qatar 1"),
    ];

    private static readonly ChannelCatalog Governments = new(
        new (string Id, string Country)[] { ("xx-us", "US"), ("xx-us-posts", "US"), ("xx-gb", "GB"), ("xx-ca", "CA"), ("xx-de", "DE") }
            .Select(of => PollingTrial.StateLike(of.Id, of.Country) with { Urls = [new Uri($"https://{of.Id}.example.org/feed.xml")] }));

    [Fact]
    public async Task January_2020_as_made_up_here_gives_Iraq_Iran_and_Kuwait_and_not_Qatar()
    {
        using var folder = new TempDirectory();
        var alerts = await ReplayedClusters.Play(Write(folder.Path), Governments, new ClusterOptions());

        Assert.Equal(
            [
                "2020-01-04 11:00 Issued: 3 governments raised Iraq in 24 hours: US, UK, Canada",
                "2020-01-04 20:00 Raised: 4 governments raised Iraq in 24 hours: US, UK, Canada, Germany",
                "2020-01-08 02:00 Withdrawn: Ended: 4 governments raised Iraq in 24 hours: US, UK, Canada, Germany",
                "2020-01-08 20:00 Issued: 3 governments raised Iran in 24 hours: US, UK, Germany",
                "2020-01-08 20:00 Issued: 3 governments raised Kuwait in 24 hours: US, UK, Germany",
                "2020-01-12 20:00 Withdrawn: Ended: 3 governments raised Iran in 24 hours: US, UK, Germany",
                "2020-01-12 20:00 Withdrawn: Ended: 3 governments raised Kuwait in 24 hours: US, UK, Germany",
            ],
            alerts.Where(alert => alert.Kind == EventKind.Cluster).Select(alert =>
                string.Create(CultureInfo.InvariantCulture, $"{alert.DetectedAt:yyyy-MM-dd HH:mm} {alert.Change}: {alert.Headline}")));
    }

    [Theory]
    [InlineData(3, 24, 0)]
    [InlineData(2, 24, 1)]
    [InlineData(2, 168, 7)]
    public async Task All_recorded_tapes_together_give_exactly_the_clusters_that_are_right(int governments, int hours, int clusters)
    {
        var alerts = await recorded.All();
        var options = new ClusterOptions { MinimumAuthorities = governments, Within = TimeSpan.FromHours(hours) };
        var found = (await ReplayedClusters.Follow(alerts, options)).Select(ExpectedCluster.Of).ToHashSet();
        var expected = new ExpectedClusters(alerts, ChannelCatalog.Load(null), options).All.ToHashSet();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{alerts.Count} alerts, {governments} governments in {hours} hours:\n{string.Join('\n', expected)}");
        Assert.Equal((0, 0), (expected.Except(found).Count(), found.Except(expected).Count()));
        Assert.Equal(clusters, expected.Count(cluster => cluster.Change == ChangeKind.Issued));
    }

    private static Tape Write(string folder)
    {
        var polls = January2020.Prepend((At: "2020-01-03T08:00:00Z", Channel: "", Levels: Baseline)).Select((poll, number) => new
        {
            at = poll.At,
            responses = Governments.All.Where(channel => poll.Channel is "" || channel.Id == poll.Channel).Select(channel =>
            {
                var body = $"{number}-{channel.Id}.xml";
                File.WriteAllText(Path.Combine(folder, body), Publisher.Feed([.. poll.Levels.Split(", ").Select(Item)]));
                return new { url = channel.Urls[0], body };
            }),
        });
        var tape = new { title = "January 2020", channels = Governments.All.Select(channel => channel.Id), polls };
        File.WriteAllText(Path.Combine(folder, "tape.json"), JsonSerializer.Serialize(tape));
        return Tape.Open(folder);
    }

    private static (string, int) Item(string level) => (level.Split(' ')[0], level[^1] - '0');
}

/// <summary>What the recorded tapes of travel advice yield, played once for all tests.</summary>
public sealed class RecordedAlerts
{
    private static readonly string Folder = Path.Combine(Repository.Root, "..", "shared", "tapes");

    private readonly Lazy<Task<IReadOnlyList<Alert>>> _alerts = new(Play);

    public Task<IReadOnlyList<Alert>> All()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "The recorded tapes are not at hand: there is no folder \"shared\" beside the repository.");
        return _alerts.Value;
    }

    private static async Task<IReadOnlyList<Alert>> Play()
    {
        var alerts = new List<Alert>();
        var catalog = ChannelCatalog.Load(null);
        foreach (var tape in Directory.GetDirectories(Folder).Order(StringComparer.Ordinal).Select(Tape.Open))
            if (tape.Channels.Any(channel => catalog.FindAlsoFormer(channel)?.Category == Category.Travel))
                alerts.AddRange(await ReplayedClusters.Play(tape));

        return [.. alerts.DistinctBy(alert => alert.Id).OrderBy(alert => alert.DetectedAt)];
    }
}
