namespace AlertRelay.AcceptanceTests;

/// <summary>Three governments raise one country after the other, and the relay is killed meanwhile.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const int LongestWait = 3000;

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
        await Eventually.Is(async () => (await Alerts(trial, "alert")).Count == 3, "three governments raised a country");
        var completed = TimeProvider.System.GetTimestamp();
        await Eventually.Is(() => receiver.Deliveries.Count == 1, "the cluster");

        var took = TimeProvider.System.GetElapsedTime(completed);
        output.WriteLine($"{took.TotalSeconds:F1} seconds");
        Assert.True(took < TimeSpan.FromSeconds(15), $"It took {took}.");
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

        for (var raised = 1; raised <= Countries.Length; raised++)
        {
            trial.Publisher.Publish(Levels(raised));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestWait)), TestContext.Current.CancellationToken);
            if (raised <= Kills)
                await trial.KillAndRestart();
        }

        await Eventually.Is(() => Delivered() >= Countries.Length, "every cluster");
        var clusters = await Alerts(trial, "cluster");
        output.WriteLine($"{clusters.Count} clusters, {receiver.Deliveries.Count} deliveries");
        Assert.Equal(Countries.Length, clusters.Select(cluster => cluster.Country).Distinct().Count());
        Assert.Equal(Countries.Length, clusters.Count);
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
