using AlertRelay.Deliveries;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.FanOut;

/// <summary>What a receiver reads in "webhook-sequence": a number that is missing is an alert that is missing.</summary>
public sealed class SequenceTests
{
    [Fact]
    public async Task Alerts_are_numbered_for_each_receiver_beside_the_same_bytes_for_all()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        await relay.Subscribe(Some.Subscription(receiver.At("/1"), 1));
        await relay.SendEverything(Some.Alert("alt_1"));
        await relay.Subscribe(Some.Subscription(receiver.At("/2"), 2));
        await relay.SendEverything(Some.Alert("alt_2"));

        Assert.Equal(["/1 1", "/1 2", "/2 1"], receiver.Received.Select(Told).Order());
        Assert.Single(
            receiver.Received.Where(received => received.Header("webhook-id") == "alt_2").Select(received => Convert.ToBase64String(received.Body)).Distinct());
    }

    [Fact]
    public async Task A_retry_has_the_number_of_the_first_attempt_and_those_in_between_have_their_own()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        using var relay = new RelayInMemory();
        await relay.Subscribe(Some.Subscription(receiver.At("/1"), 1));
        await relay.SendEverything(Some.Alert("alt_1"));
        receiver.Answer = null;
        await relay.SendEverything(Some.Alert("alt_2"));

        relay.Clock.Advance(TimeSpan.FromMinutes(1));
        await relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(["/1 1", "/1 2", "/1 1"], receiver.Received.Select(Told));
        Assert.Equal(1, relay.Deliveries["alt_1", "sub_000001"]!.Sequence);
    }

    [Fact]
    public async Task What_is_sent_for_the_first_time_much_later_is_numbered_then()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        await relay.Subscribe(Some.Subscription(receiver.At("/1"), 1));
        await relay.Alerts.Append(Some.Alert("alt_0"), CancellationToken.None);
        await relay.SendEverything(Some.Alert("alt_1"));

        await relay.Deliveries.Save(
            new AlertRelay.Deliveries.Delivery("alt_0", "sub_000001", DeliveryStatus.Pending, 0, Some.Time, Some.Time), CancellationToken.None);
        await relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(["/1 1", "/1 2"], receiver.Received.Select(Told));
    }

    private static string Told(Received received) => $"{received.Path} {received.Header("webhook-sequence")}";
}
