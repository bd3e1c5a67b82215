using System.Collections.Concurrent;

namespace AlertRelay.AcceptanceTests;

/// <summary>kill -9, then a start on the same folder.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int KillsOfOneAlert = 3, LongestWait = 400, OfEachKind = 5;

    // The receiver is called eight times at once, so that a fan-out takes some tenths of a second, on any machine, and most kills fall into one.
    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromMilliseconds(10);

    private static readonly string[] Countries =
    [
        "Albania", "Algeria", "Angola", "Argentina", "Armenia", "Australia", "Austria", "Azerbaijan", "Bahrain", "Bangladesh", "Belarus", "Belgium", "Bolivia",
        "Brazil",
        "Bulgaria", "Cambodia", "Cameroon", "Canada", "Chile", "Colombia", "Croatia", "Cuba", "Cyprus", "Denmark", "Ecuador", "Egypt", "Estonia", "Ethiopia",
        "Fiji",
        "Finland", "France", "Gabon", "Germany", "Ghana", "Greece", "Guatemala", "Haiti", "Honduras", "Hungary", "Iceland", "India", "Indonesia", "Iran",
        "Iraq", "Ireland",
    ];

    // More for those who have the time: a hundred kills with 500 subscribers take some minutes.
    private static readonly int Kills = Setting("ALERTRELAY_TEST_KILLS", 8), SupersessionKills = Setting("ALERTRELAY_TEST_KILLS", 3),
        Subscribers = Setting("ALERTRELAY_TEST_SUBSCRIBERS", 200);

    [Fact]
    public async Task Killed_between_detection_and_delivery_the_relay_delivers_after_its_restart_with_the_same_id()
    {
        await using var trial = await Trial.Start(("Iran", 3), ("France", 1));
        await using var receiver = await Receiver.Start();
        var hold = new TaskCompletionSource();
        receiver.Before = () => hold.Task;
        await trial.Subscribe(receiver.Target("org"));

        trial.Publisher.Publish(("Iran", 4), ("France", 1));
        await Eventually.Is(() => receiver.Deliveries.Count == 1, "the first delivery is on its way");
        await trial.Relay.Kill();
        hold.SetResult();
        await trial.KillAndRestart();

        await Eventually.Is(() => receiver.Deliveries.Count == 2, "the delivery comes again");
        Assert.Single(receiver.Deliveries.Select(delivery => delivery.Id).Distinct());
    }

    [Fact]
    public async Task Killed_at_random_moments_of_fan_outs_it_loses_nothing_repeats_nothing_under_another_id_and_its_ledger_is_true()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}, {Kills} kills, {Subscribers} subscribers");
        await using var trial = await Trial.Start(Levels(0));
        await using var receiver = await Receiver.Start();
        receiver.Before = () => Task.Delay(TimeToAnswer, TestContext.Current.CancellationToken);
        var ids = new List<string>();
        foreach (var number in Enumerable.Range(0, Subscribers))
            ids.Add((await trial.Subscribe(receiver.Target($"org{number}"))).Id);

        var (alerts, kills) = (0, 0);
        while (kills < Kills)
        {
            trial.Publisher.Publish(Levels(++alerts));
            await Eventually.Is(() => Delivered() > (alerts - 1) * Subscribers, $"the fan-out of alert {alerts} has begun, after {kills} kills");
            for (var kill = 0; kill < KillsOfOneAlert && Delivered() < alerts * Subscribers; kill++, kills++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestWait)), TestContext.Current.CancellationToken);
                await trial.KillAndRestart();
            }

            await Eventually.Is(() => Delivered() == alerts * Subscribers, $"everybody has alert {alerts}, after {kills} kills");
        }

        output.WriteLine($"{alerts} alerts, {kills} kills, {receiver.Deliveries.Count} deliveries, {alerts * Subscribers} of them different");
        Assert.Equal(alerts, receiver.Deliveries.Select(delivery => delivery.Id).Distinct().Count());
        await Eventually.Is(async () => await Settled(trial, ids) == alerts * Subscribers, "the ledger knows every delivery");

        int Delivered() => receiver.Deliveries.Distinct().Count();
    }

    [Fact]
    public async Task Killed_while_notices_change_fast_no_receiver_gets_an_older_alert_after_a_newer_one_and_all_end_with_the_newest()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}, {SupersessionKills} kills");
        await using var trial = await Trial.Start(Steps(0));
        await using var receiver = await Receiver.Start();
        var subscriptions = new List<string>();
        foreach (var number in Enumerable.Range(0, OfEachKind))
        {
            subscriptions.Add((await trial.Subscribe(receiver.Target($"org{number}"))).Id);
            subscriptions.Add(await trial.Relay.SubscribeChat(receiver.Target($"chat{number}?key=k&token=t"), "google-chat"));
        }

        // Three in ten are refused at first.
        var refused = new ConcurrentDictionary<(string, string), bool>();
        receiver.StatusOf = (path, id) => refused.TryAdd((path, id), true) && random.Next(10) < 3 ? 500 : 200;
        var (step, kills) = (0, 0);
        while (kills < SupersessionKills || step % 3 != 0)
        {
            trial.Publisher.Publish(Steps(++step));
            await trial.Publisher.Polls(1);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestWait)), TestContext.Current.CancellationToken);
            if (kills < SupersessionKills && random.Next(2) == 0)
            {
                kills++;
                await trial.KillAndRestart();
            }
        }

        await trial.Publisher.Polls(2);
        var alerts = await Alerts(trial);
        await Eventually.Is(
            async () => await Ended(trial, subscriptions) == alerts.Count * subscriptions.Count, "every change is delivered or superseded");
        output.WriteLine($"{alerts.Count} alerts, {kills} kills, {receiver.Deliveries.Count} posts, {receiver.Accepted.Count} accepted");
        foreach (var got in receiver.Accepted.Where(got => alerts.ContainsKey(got.Id)).GroupBy(got => (got.Path, alerts[got.Id].Key)))
        {
            var revisions = got.Select(each => alerts[each.Id].Revision).ToList();
            Assert.Equal(revisions.Order(), revisions);
            Assert.Equal(alerts.Values.Where(alert => alert.Key == got.Key.Key).Max(alert => alert.Revision), revisions[^1]);
        }
    }

    // Three countries at a time go from level 1 to level 4, a level each second.
    private static (string, int)[] Steps(int step) =>
        [.. Countries.Select((country, index) => (country, Math.Clamp(1 + step - (index / 3 * 3), 1, 4)))];

    private static async Task<IReadOnlyDictionary<string, (string Key, int Revision)>> Alerts(Trial trial) =>
        (await trial.Relay.Get("/api/v1/alerts?limit=200")).GetProperty("alerts").EnumerateArray().ToDictionary(
            alert => alert.GetProperty("id").GetString()!, alert => (alert.GetProperty("key").GetString()!, alert.GetProperty("revision").GetInt32()));

    private static async Task<int> Ended(Trial trial, IReadOnlyList<string> subscriptions)
    {
        var ended = 0;
        foreach (var id in subscriptions)
        {
            ended += (await trial.Relay.Get($"/api/v1/subscriptions/{id}/deliveries?limit=200")).GetProperty("deliveries").EnumerateArray()
                .Count(delivery => delivery.GetProperty("status").GetString() == "delivered"
                    || (delivery.GetProperty("status").GetString() == "superseded" && delivery.GetProperty("supersededBy").GetString() is { Length: > 0 }));
        }

        return ended;
    }

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), out var set) ? set : usual;

    // One country after the other to level 3, then to level 4: twice as many changes as countries.
    private static (string, int)[] Levels(int raised) =>
        [.. Countries.Select((country, index) => (country, index + Countries.Length < raised ? 4 : index < raised ? 3 : 1))];

    private static async Task<int> Settled(Trial trial, IReadOnlyList<string> subscriptions)
    {
        var settled = 0;
        foreach (var id in subscriptions)
            settled += (await trial.Relay.Get($"/api/v1/subscriptions/{id}/deliveries?status=delivered&limit=200")).GetProperty("deliveries").GetArrayLength();
        return settled;
    }
}
