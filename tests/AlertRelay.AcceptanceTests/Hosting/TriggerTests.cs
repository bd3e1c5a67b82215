namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>The way of an alert through timers and queues.</summary>
public sealed class TriggerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_raised_level_reaches_a_receiver_signed()
    {
        await using var trial = await HostedTrial.Start([("Iran", 3), ("France", 1)]);
        await using var receiver = await Receiver.Start();
        output.WriteLine($"functions loaded after {(await trial.Host.Worker).LoadedAfter}");
        await trial.Subscribe(receiver.Target("org"));
        await trial.Host.Listen();
        await trial.Publisher.Polls(2);
        trial.Publisher.Publish(("Iran", 4), ("France", 1));
        await Eventually.Is(() => receiver.Deliveries.Count == 1, "the alert arrives");
    }
}
