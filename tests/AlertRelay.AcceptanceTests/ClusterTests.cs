namespace AlertRelay.AcceptanceTests;

/// <summary>Three governments raise one country after the other, and the relay is killed meanwhile.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const int LongestWait = 3000, Governments = 3;

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("ALERTRELAY_TEST_KILLS"), out var set) ? set : 6;

    private static readonly string[] Countries =
        ["Albania", "Algeria", "Angola", "Armenia", "Austria", "Bahrain", "Belgium", "Bolivia", "Brazil", "Canada", "Chile", "Cuba", "Cyprus", "Egypt"];

    private static readonly object ClustersOnly = new { kinds = (string[])["cluster"] };

    [Fact]
    public async Task A_cluster_comes_within_seconds_after_the_alert_that_completes_it()
    {
        await using var trial = await Trial.StartWith(["GB", "CA"], Levels(0));
        await using var receiver = await Receiver.Start();
        await trial.Subscribe(receiver.Target("org"), ClustersOnly);

        trial.Publisher.Publish(Levels(1));
        await Eventually.Is(async () => (await Alerts(trial, "alert")).Count == Governments, "three governments raised a country");
        var completed = trial.Publisher.Answers.Count;
        await Eventually.Is(() => receiver.Deliveries.Count == 1, "the cluster");

        // Counted in polls, because a busy machine polls less often. At one poll a second the bound is 15 seconds; maintenance, which would find the cluster
        // too, comes after up to a minute.
        var polls = trial.Publisher.Answers.Count - completed;
        output.WriteLine($"{polls} polls");
        Assert.InRange(polls, 0, 15 * Governments);
    }

    [Fact]
    public async Task Killed_at_random_moments_the_relay_sends_each_cluster_and_none_under_two_ids()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}, {Kills} kills");
        await using var trial = await Trial.StartWith(["GB", "CA"], Levels(0));
        await using var receiver = await Receiver.Start();
        await trial.Subscribe(receiver.Target("org"), ClustersOnly);

        // The last country without a kill.
        var (kills, killsOfOne, last) = (0, Math.Max(1, (int)Math.Ceiling((double)Kills / Countries.Length)), Math.Min(Kills + 1, Countries.Length));
        for (var raised = 1; raised <= last; raised++)
        {
            trial.Publisher.Publish(Levels(raised));
            for (; kills < Kills && kills < raised * killsOfOne; kills++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestWait)), TestContext.Current.CancellationToken);
                await trial.KillAndRestart();
            }

            // The channels of three governments read it. Many countries at once would be held as implausible.
            await trial.Publisher.Polls(Governments);
        }

        await Eventually.Is(() => Delivered() >= last, "every cluster");
        var clusters = await Alerts(trial, "cluster");
        output.WriteLine($"{kills} kills, {clusters.Count} clusters, {receiver.Deliveries.Count} deliveries");
        Assert.Equal(last, clusters.Select(cluster => cluster.Country).Distinct().Count());
        Assert.Equal(last, clusters.Count);
        Assert.Equal(clusters.Select(cluster => cluster.Id).Order(), receiver.Deliveries.Select(delivery => delivery.Id).Distinct().Order());

        int Delivered() => receiver.Deliveries.Distinct().Count();
    }

    private static async Task<IReadOnlyList<(string Id, string Country)>> Alerts(Trial trial, string kind) =>
    [
        .. (await trial.Relay.Get($"/api/v1/alerts?kind={kind}&limit=200")).GetProperty("alerts").EnumerateArray()
            .Select(alert => (alert.GetProperty("id").GetString()!, alert.GetProperty("areas")[0].GetProperty("code").GetString()!)),
    ];

    private static (string, int)[] Levels(int raised) => [.. Countries.Select((country, index) => (country, index < raised ? 3 : 1))];
}
