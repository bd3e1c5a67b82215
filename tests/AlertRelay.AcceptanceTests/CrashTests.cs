namespace AlertRelay.AcceptanceTests;

/// <summary>kill -9, then a start on the same folder.</summary>
public sealed class CrashTests
{
    private const int Subscribers = 200;

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
    public async Task Killed_during_fan_out_every_subscriber_gets_the_alert_and_all_the_same_id()
    {
        await using var trial = await Trial.Start(("Iran", 3), ("France", 1));
        await using var receiver = await Receiver.Start();
        foreach (var number in Enumerable.Range(0, Subscribers))
            await trial.Subscribe(receiver.Target($"org{number}"));

        trial.Publisher.Publish(("Iran", 4), ("France", 1));
        await Eventually.Is(() => receiver.Deliveries.Count >= Subscribers / 4, "a quarter is delivered");
        await trial.KillAndRestart();
        await Eventually.Is(() => receiver.Deliveries.Select(delivery => delivery.Path).Distinct().Count() == Subscribers, "all are delivered");

        Assert.Single(receiver.Deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.InRange(receiver.Deliveries.Count, Subscribers, 2 * Subscribers);
    }
}
