using AlertRelay.AcceptanceTests.Hosting.Host;

namespace AlertRelay.AcceptanceTests.Hosting;

/// <summary>What the host does to a worker: time limits, the wish that it ends, and the end without a warning.</summary>
public sealed class WorkerLifeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2), WellBelowDeliveryTimeout = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_is_told_to_end_in_the_middle_of_a_batch_ends_well_and_the_next_one_sends_the_rest()
    {
        const int Subscribers = 12;
        await using var receiver = await Receiver.Start();
        await using var trial = await HostedTrial.Start([("Iran", 3), ("France", 1)], null, ("Delivery__PageSize", "4"));
        for (var number = 0; number < Subscribers; number++)
            await trial.Subscribe(receiver.Target($"org{number}"));
        receiver.Before = () => Task.Delay(TimeSpan.FromMilliseconds(300), Cancellation);
        await trial.Host.Listen();
        await trial.Publisher.Polls(2);

        trial.Publisher.Publish(("Iran", 4), ("France", 1));
        await Eventually.Is(() => !receiver.Deliveries.IsEmpty, "a batch is being sent");
        var exitCode = await trial.Host.Terminate();
        await trial.Host.StartWorker();
        await Eventually.Is(() => receiver.Deliveries.Distinct().Count() == Subscribers, "everybody has the alert");

        Assert.Equal(0, exitCode);
        Assert.Single(receiver.Deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.DoesNotContain(trial.Host.Log.Lines, line => line.Contains("Unhandled exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_poll_over_the_time_limit_ends_by_itself_so_that_the_worker_is_not_killed()
    {
        await using var trial = await HostedTrial.Start([("Iran", 3)]);
        trial.Publisher.Hangs = true;
        trial.Host.FunctionTimeout = Limit;

        var result = await trial.Host.CallTimer("PollChannels").WaitAsync(WellBelowDeliveryTimeout, Cancellation);

        Assert.NotEqual(CallResult.WorkerEnded, result.Failure);
        Assert.NotEmpty(trial.Publisher.Times);
        Assert.Equal(1, trial.Host.Starts);
    }

    [Fact]
    public async Task A_request_over_the_time_limit_ends_by_itself_so_that_the_worker_is_not_killed()
    {
        await using var receiver = await Receiver.Start();
        await using var trial = await HostedTrial.Start([("Iran", 3)], null, ("Delivery__Timeout", "00:01:00"));
        var id = await trial.Subscribe(receiver.Target("org"));
        receiver.Before = () => Task.Delay(Timeout.Infinite, Cancellation);
        trial.Host.FunctionTimeout = Limit;

        var request = trial.Host.Client.PostAsync($"/api/v1/subscriptions/{id}/test", null, Cancellation);
        using var answer = await request.WaitAsync(WellBelowDeliveryTimeout, Cancellation);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.NotEmpty(receiver.Deliveries);
        Assert.Equal(1, trial.Host.Starts);
    }

    [Fact]
    public async Task A_worker_that_hangs_is_killed_and_its_message_comes_again()
    {
        await using var trial = await HostedTrial.Start([("Iran", 3)]);
        await trial.Host.CallTimer("Maintenance");
        var queue = await trial.Queue("alertrelay-deliver");
        await queue.SendMessageAsync(Convert.ToBase64String("[]"u8), Cancellation);
        await (await trial.Host.Worker).Freeze();
        trial.Host.FunctionTimeout = Limit;

        await trial.Host.Listen();
        await Eventually.Is(async () => (await queue.GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount == 0, "the message is done");

        Assert.Equal(2, trial.Host.Starts);
        Assert.False((await (await trial.Queue("alertrelay-deliver-poison")).ExistsAsync(Cancellation)).Value);
    }
}
