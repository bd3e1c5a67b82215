using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Notifications;

public sealed class NotificationPolicyTests
{
    private const string Subscriber = "sub_000001";

    [Fact]
    public async Task What_waits_for_the_digest_is_sent_once_when_its_hour_comes_though_the_page_was_repeated()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        await relay.Subscribe(Some.Subscription(receiver.At("/")) with { Noise = new NotificationSettings { Digest = new Digest(DigestEvery.Hour) } });

        await relay.SendEverything(Revised("alt_1"));
        await relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), CancellationToken.None);
        Assert.Equal(0, await relay.Worker.RunOnce(CancellationToken.None));
        Assert.Empty(receiver.Received);

        relay.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await relay.Worker.RunOnce(CancellationToken.None));
        Assert.Single(receiver.Received);
        Assert.Equal((DeliveryStatus.Delivered, 1), (relay.Deliveries["alt_1", Subscriber]!.Status, relay.Deliveries["alt_1", Subscriber]!.Attempts));
    }

    [Fact]
    public async Task What_is_silenced_stands_in_the_ledger_with_its_reason()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        await relay.Subscribe(
            Some.Subscription(receiver.At("/")) with
            {
                Noise = new NotificationSettings { Silences = [new Silence(Filter.Everything, Some.Time.AddHours(1), "exercise")] },
            });

        await relay.SendEverything(Some.Alert());

        Assert.Empty(receiver.Received);
        Assert.Equal(
            (DeliveryStatus.Silenced, "silenced until 2020-01-10 01:50 UTC: exercise"),
            (relay.Deliveries["alt_1", Subscriber]!.Status, relay.Deliveries["alt_1", Subscriber]!.Reason));
    }

    [Fact]
    public async Task A_notice_is_not_told_again_before_its_time_unless_its_level_moves()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        await relay.Subscribe(Some.Subscription(receiver.At("/")) with { Noise = new NotificationSettings { RepeatAfter = TimeSpan.FromHours(6) } });

        await relay.SendEverything(Revised("alt_1"));
        relay.Clock.Advance(TimeSpan.FromHours(1));
        await relay.SendEverything(Revised("alt_2") with { DetectedAt = relay.Clock.GetUtcNow() });
        await relay.SendEverything(Revised("alt_3") with { DetectedAt = relay.Clock.GetUtcNow(), Key = "lemuria" });
        await relay.SendEverything(Some.Alert("alt_4") with { DetectedAt = relay.Clock.GetUtcNow() });

        Assert.Equal(["alt_1", "alt_3", "alt_4"], receiver.Received.Select(received => received.Headers["webhook-id"].ToString()));
        Assert.Equal(DeliveryStatus.Silenced, relay.Deliveries["alt_2", Subscriber]!.Status);
    }

    [Fact]
    public async Task A_notice_revised_all_the_time_is_told_again_when_the_time_since_it_was_told_is_over()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        await relay.Subscribe(Some.Subscription(receiver.At("/")) with { Noise = new NotificationSettings { RepeatAfter = TimeSpan.FromHours(6) } });

        for (var hour = 0; hour < 12; hour += 3)
        {
            await relay.SendEverything(Revised($"alt_{hour}") with { DetectedAt = relay.Clock.GetUtcNow() });
            relay.Clock.Advance(TimeSpan.FromHours(3));
        }

        Assert.Equal(["alt_0", "alt_6"], receiver.Received.Select(received => received.Headers["webhook-id"].ToString()));
    }

    private static Alert Revised(string id) => Some.Alert(id) with { Change = ChangeKind.Revised };
}
