using System.Text.Json;
using AlertRelay.Delivery;
using AlertRelay.Tests.Delivery.Fakes;

namespace AlertRelay.Tests.Delivery;

/// <summary>What a receiver reads in "sequence": a number that is missing is an alert that is missing.</summary>
public sealed class NumberingTests
{
    [Fact]
    public async Task Alerts_are_numbered_for_each_receiver_in_what_is_signed()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        var subscription = Some.Subscription(receiver.At("/1"), 1);
        await relay.Subscribe(subscription);
        await relay.SendEverything(Some.Alert("alt_1"));
        await relay.Subscribe(Some.Subscription(receiver.At("/2"), 2));
        await relay.SendEverything(Some.Alert("alt_2"));

        Assert.Equal(["/1 0000000001", "/1 0000000002", "/2 0000000001"], receiver.Received.Select(Told).Order());
        Assert.All(receiver.Received.Where(received => received.Path == "/1"), received => Assert.IsType<SignatureVerdict.Valid>(WebhookSignature.Verify(
            subscription.Secrets[0].Value,
            new SignatureHeaders(received.Header("webhook-id"), received.Header("webhook-timestamp"), received.Header("webhook-signature")),
            received.Body,
            Some.Time)));
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

        Assert.Equal(["/1 0000000001", "/1 0000000002", "/1 0000000001"], receiver.Received.Select(Told));
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

        await relay.Deliveries.Save(new AlertRelay.Delivery.Delivery("alt_0", "sub_000001", DeliveryStatus.Pending, 0, Some.Time, Some.Time), CancellationToken.None);
        await relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(["/1 0000000001", "/1 0000000002"], receiver.Received.Select(Told));
    }

    private static string Told(Received received) =>
        $"{received.Path} {JsonDocument.Parse(received.Body).RootElement.GetProperty("sequence").GetString()}";
}
