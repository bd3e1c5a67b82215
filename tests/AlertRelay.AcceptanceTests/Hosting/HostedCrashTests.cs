namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>The whole way under a host that kills the program whenever it likes.</summary>
public sealed class HostedCrashTests(ITestOutputHelper output)
{
    private const int Subscribers = 20, KillsOfOneChange = 5;

    // Fifty for those who have the time: ALERTRELAY_TEST_ROUNDS=50.
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("ALERTRELAY_TEST_ROUNDS"), out var rounds) ? rounds : 12;

    // On a busy machine a change takes longer than the test has time for.
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(3);

    private static readonly string[] Countries =
    [
        "Albania", "Algeria", "Angola", "Argentina", "Armenia", "Australia", "Austria", "Azerbaijan", "Bahrain", "Bangladesh", "Belarus", "Belgium",
        "Bolivia", "Brazil", "Bulgaria", "Cambodia", "Cameroon", "Canada", "Chile", "Colombia", "Croatia", "Cuba", "Cyprus", "Denmark", "Ecuador",
        "Egypt", "Estonia", "Ethiopia", "Fiji", "Finland", "France", "Gabon", "Germany", "Ghana", "Greece", "Guatemala", "Haiti", "Honduras",
        "Hungary", "Iceland", "India", "Indonesia", "Iran", "Iraq", "Ireland", "Israel", "Italy", "Jamaica", "Japan", "Jordan", "Kazakhstan",
        "Kenya", "Kuwait", "Latvia", "Lebanon", "Libya", "Lithuania", "Malaysia", "Malta", "Mexico",
    ];

    [Fact]
    public async Task Killed_at_random_again_and_again_the_relay_loses_no_alert_and_repeats_none_under_another_id()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var receiver = await Receiver.Start();
        await using var trial = await HostedTrial.Start(Levels(0), null, ("Polling__Lease", "00:00:01"), ("Delivery__PageSize", "5"));
        foreach (var number in Enumerable.Range(0, Subscribers))
            await trial.Subscribe(receiver.Target($"org{number}"));

        await trial.Host.Listen();
        await trial.Publisher.Polls(2);
        var (changes, kills) = (1, 0);
        var usual = await Usual(trial, receiver);
        for (var round = 0; round < Rounds; round++)
        {
            // One change after the other: many at once would be held as implausible. None is kept from coming through for ever.
            if (++kills > KillsOfOneChange)
                await Eventually.Is(() => Told() == changes, "a change comes through when nobody kills the relay");
            if (Told() == changes)
            {
                trial.Publisher.Publish(Levels(++changes));
                kills = 1;
            }

            // At any moment, from before the poll to after the last delivery.
            var longest = usual * 1.5 < LongestRound ? usual * 1.5 : LongestRound;
            await Task.Delay(longest * random.NextDouble(), TestContext.Current.CancellationToken);
            await trial.Host.KillAndRestart();
        }

        await Eventually.Is(() => receiver.Deliveries.Distinct().Count() >= changes * Subscribers, "every change has reached everybody");

        output.WriteLine($"{changes} changes, usually in {usual}, {trial.Host.Calls} calls");
        output.WriteLine($"{receiver.Deliveries.Count} deliveries, {changes * Subscribers} of them different");
        Assert.InRange(changes, Rounds / 10, Rounds + 1);
        Assert.Equal(changes, Told());
        Assert.Equal(changes * Subscribers, receiver.Deliveries.Distinct().Count());

        int Told() => receiver.Deliveries.Select(delivery => delivery.Id).Distinct().Count();
    }

    /// <summary>How long a change takes to reach everybody after a start: the machine may be slow and busy.</summary>
    private static async Task<TimeSpan> Usual(HostedTrial trial, Receiver receiver)
    {
        await trial.Host.KillAndRestart();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        trial.Publisher.Publish(Levels(1));
        await Eventually.Is(() => receiver.Deliveries.Distinct().Count() == Subscribers, "the first change has reached everybody");
        return watch.Elapsed;
    }

    private static (string, int)[] Levels(int raised) => [.. Countries.Select((country, index) => (country, index < raised ? 4 : 1))];
}
