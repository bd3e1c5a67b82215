using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries;

/// <summary>A subscription that was disabled and is resumed: its receiver is tried gently before everything goes there again.</summary>
public sealed class TrialTests : IDisposable
{
    private readonly RelayInMemory _relay = new();

    public void Dispose() => _relay.Dispose();

    [Fact]
    public async Task One_message_goes_first_and_when_it_arrives_the_others_follow()
    {
        await using var receiver = await Receiver.Start();
        await Resume(receiver);

        await _relay.SendEverything(Some.Alert("alt_1"));
        Assert.False(_relay.Subscriptions["sub_000001"].IsOnProbation);
        await _relay.SendEverything(Some.Alert("alt_2"));

        Assert.Equal(["alt_1", "alt_2"], receiver.Received.Select(received => received.Header("webhook-id")));
    }

    [Fact]
    public async Task While_it_is_not_reached_it_gets_one_message_a_minute()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Resume(receiver);

        for (var alert = 1; alert <= 5; alert++)
            await _relay.SendEverything(Some.Alert($"alt_{alert}"));
        Assert.Single(receiver.Received);

        _relay.Clock.Advance(TimeSpan.FromMinutes(1));
        await _relay.Worker.RunOnce(CancellationToken.None);
        Assert.Equal(2, receiver.Received.Count);
    }

    [Fact]
    public async Task Five_minutes_of_failure_disable_it_again()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        await Resume(receiver);
        await _relay.SendEverything(Some.Alert("alt_1"));

        foreach (var minutes in (int[])[1, 5])
        {
            Assert.True(_relay.Subscriptions["sub_000001"].IsOnProbation);
            _relay.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await _relay.Worker.RunOnce(CancellationToken.None);
        }

        Assert.Equal(3, receiver.Received.Count);

        Assert.Equal(SubscriptionStatus.Disabled, _relay.Subscriptions["sub_000001"].Status);
        Assert.Equal("It was resumed, and is not reached yet: answered HTTP 500.", _relay.Subscriptions["sub_000001"].StatusReason);
        Assert.False(_relay.Subscriptions["sub_000001"].IsOnProbation);
    }

    [Fact]
    public void Only_what_was_disabled_is_tried_when_it_is_resumed()
    {
        var subscription = Some.Subscription(new Uri("https://receiver.example.org/"));

        Assert.True((subscription with { Status = SubscriptionStatus.Disabled }).Resumed().IsOnProbation);
        Assert.False((subscription with { Status = SubscriptionStatus.Paused }).Resumed().IsOnProbation);
    }

    private Task Resume(Receiver receiver) =>
        _relay.Subscribe((Some.Subscription(receiver.At("/")) with { Status = SubscriptionStatus.Disabled, StatusReason = "gone" }).Resumed());
}
