using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.FanOut;

public sealed class FanOutDispatcherTests
{
    private static readonly DeliveryOptions SmallPages = new() { AllowPrivateNetworks = true, PageSize = 10 };

    [Fact]
    public async Task Everybody_who_wants_an_alert_gets_it_once_over_all_pages()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory(SmallPages);
        await relay.Subscribe(Some.Numbered(receiver, 35));

        await relay.SendEverything(Some.Alert());

        Assert.Equal(Enumerable.Range(1, 35).Select(number => $"/{number}").Order(), receiver.Paths.Order());
        Assert.All(receiver.Received, received => Assert.Equal("alt_1", received.Header("webhook-id")));
        Assert.Equal(35, relay.Deliveries.AllAttempts.Count);
    }

    [Fact]
    public async Task Who_wants_other_things_or_is_paused_gets_nothing()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        await relay.Subscribe(
            Some.Subscription(receiver.At("/wants"), 1) with { Filter = new Filter { Countries = ["XA"] } },
            Some.Subscription(receiver.At("/other-country"), 2) with { Filter = new Filter { Countries = ["XB"] } },
            Some.Subscription(receiver.At("/paused"), 3) with { Status = SubscriptionStatus.Paused });

        await relay.SendEverything(Some.Alert());

        Assert.Equal(["/wants"], receiver.Paths);
        Assert.Null(relay.Deliveries["alt_1", "sub_000002"]);
    }

    [Fact]
    public async Task Publishing_twice_tells_once()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        await relay.Subscribe(Some.Numbered(receiver, 3));

        await relay.Publisher.Publish(Some.Alert(), CancellationToken.None);
        await relay.SendEverything(Some.Alert());

        Assert.Equal(1, relay.Alerts.Count);
        Assert.Equal(3, receiver.Received.Count);
    }

    [Fact]
    public async Task The_next_page_is_in_the_queue_before_this_one_is_sent()
    {
        using var relay = new RelayInMemory(SmallPages);
        var queued = new List<int>();
        await using var receiver = await Receiver.Start(context =>
        {
            lock (queued)
                queued.Add(relay.Queue.Pages.Count);
            return Task.CompletedTask;
        });
        await relay.Subscribe(Some.Numbered(receiver, 11));
        await relay.Alerts.Append(Some.Alert(), CancellationToken.None);

        await relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), CancellationToken.None);

        Assert.Equal(Enumerable.Repeat(1, 10), queued);
        Assert.Equal(new FanOutBatch("alt_1", "sub_000010", EnqueuedAt: Some.Time), Assert.Single(relay.Queue.Pages));
    }

    [Fact]
    public async Task A_batch_that_fails_ten_times_enqueues_the_next_one_once()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory(SmallPages);
        await relay.Subscribe(Some.Numbered(receiver, 31));
        await relay.Alerts.Append(Some.Alert(), CancellationToken.None);
        relay.Deliveries.Broken = new IOException("no disk");

        for (var failure = 1; failure <= 10; failure++)
            await Assert.ThrowsAsync<IOException>(() => relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), CancellationToken.None));

        Assert.Single(relay.Queue.Pages);
        relay.Deliveries.Broken = null;
        await relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), CancellationToken.None);
        await relay.SendQueued();
        Assert.All(Enumerable.Range(1, 31), number => Assert.Equal(DeliveryStatus.Delivered, relay.Deliveries["alt_1", $"sub_{number:D6}"]?.Status));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(15)]
    public async Task A_repeat_ends_where_the_next_batch_begins_although_somebody_left_or_came(int left)
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory(SmallPages);
        await relay.Subscribe(Some.Numbered(receiver, 25).Where((_, i) => i != 2));
        await relay.Alerts.Append(Some.Alert(), CancellationToken.None);
        relay.Deliveries.Broken = new IOException("no disk");
        await Assert.ThrowsAsync<IOException>(() => relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), CancellationToken.None));
        relay.Deliveries.Broken = null;

        await relay.Subscribe(Some.Subscription(receiver.At("/3"), 3), Some.Subscription(receiver.At("/0"), 0));
        await relay.Subscriptions.Delete($"sub_{left:D6}", CancellationToken.None);
        await relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), CancellationToken.None);
        await relay.SendQueued();

        Assert.All(
            Enumerable.Range(0, 26).Where(number => number != left),
            number => Assert.Equal(DeliveryStatus.Delivered, relay.Deliveries["alt_1", $"sub_{number:D6}"]?.Status));
        Assert.Equal(25, relay.Deliveries.AllAttempts.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(31)]
    public async Task A_page_that_was_interrupted_and_comes_again_sends_exactly_the_missing_ones(int interruptedAfter)
    {
        using var crash = new CancellationTokenSource();
        var crashed = new TaskCompletionSource();
        var arrived = 0;
        await using var receiver = await Receiver.Start(async context =>
        {
            // Whoever comes later waits: else all might be answered before the page learns of it.
            var number = Interlocked.Increment(ref arrived);
            if (number > interruptedAfter)
                await crashed.Task;
            if (number != interruptedAfter)
                return;

            await crash.CancelAsync();
            crashed.SetResult();
        });
        using var relay = new RelayInMemory(time: TimeProvider.System);
        await relay.Subscribe(Some.Numbered(receiver, 40));
        await relay.Alerts.Append(Some.Alert(), CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), crash.Token));
        Assert.InRange(receiver.Received.Count, interruptedAfter, 39);
        Assert.Equal(receiver.Received.Count, relay.Deliveries.AllAttempts.Count);
        await relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, 40).Select(number => $"/{number}").Order(), receiver.Paths.Order());
        Assert.Equal(40, relay.Deliveries.AllAttempts.Count);
    }

    [Fact]
    public async Task One_bad_subscription_does_not_spoil_the_page()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory();
        await relay.Subscribe(
            Some.Subscription(receiver.At("/1"), 1) with { Format = "pigeon" },
            Some.Subscription(receiver.At("/2"), 2) with { Secrets = [new SigningSecret("whsec_broken")] },
            Some.Subscription(receiver.At("/3"), 3) with { Target = new Uri("ftp://127.0.0.1/") },
            Some.Subscription(receiver.At("/4"), 4));

        await relay.SendEverything(Some.Alert());

        Assert.Equal(["/4"], receiver.Paths);
        Assert.Equal(DeliveryStatus.Dead, relay.Deliveries["alt_1", "sub_000001"]!.Status);
        Assert.Contains("pigeon", relay.Deliveries["alt_1", "sub_000001"]!.Reason, StringComparison.Ordinal);
        Assert.Equal(DeliveryStatus.Pending, relay.Deliveries["alt_1", "sub_000002"]!.Status);
        Assert.Equal(DeliveryStatus.Pending, relay.Deliveries["alt_1", "sub_000003"]!.Status);
    }

    [Fact]
    public async Task A_page_of_an_unknown_alert_does_nothing()
    {
        using var relay = new RelayInMemory();

        await relay.Dispatcher.SendBatch(new FanOutBatch("alt_unknown"), CancellationToken.None);

        Assert.Empty(relay.Deliveries.AllAttempts);
    }

    [Fact]
    public async Task An_alert_that_a_format_cannot_write_is_a_failed_attempt_and_stops_nobody_else()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory(chats: [new BrokenFormat()]);
        await relay.Subscribe(Some.Subscription(receiver.At("/1"), 1) with { Format = "broken" }, Some.Subscription(receiver.At("/2"), 2));

        await relay.SendEverything(Some.Alert());

        Assert.Equal(["/2"], receiver.Paths);
        Assert.Equal(
            (DeliveryStatus.Pending, "the relay itself failed to send it (InvalidOperationException): its log says how"),
            (relay.Deliveries["alt_1", "sub_000001"]!.Status, relay.Deliveries["alt_1", "sub_000001"]!.Reason));
        Assert.Null(relay.Subscriptions["sub_000001"].FailingSince);
    }

    private sealed class BrokenFormat : IMessageFormat
    {
        public string Name => "broken";

        public Message Render(Alert alert) => throw new InvalidOperationException("A fault.");
    }
}
