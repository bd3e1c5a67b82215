using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.FanOut;

public sealed class DeliverySenderTests
{
    [Fact]
    public async Task A_slow_receiver_holds_back_neither_the_others_nor_their_record()
    {
        var release = new TaskCompletionSource();
        await using var slow = await Receiver.Start(_ => release.Task);
        await using var fast = await Receiver.Start();
        using var relay = new RelayInMemory(time: TimeProvider.System);
        await relay.Subscribe([Some.Subscription(slow.At("/"), 0), .. Some.Numbered(fast, 30)]);
        await relay.Alerts.Append(Some.Alert(), CancellationToken.None);

        var page = relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), CancellationToken.None);
        await relay.Deliveries.WhenRecorded(30);

        Assert.False(page.IsCompleted);
        release.SetResult();
        await page;
        Assert.Equal(31, relay.Deliveries.AllAttempts.Count);
        Assert.True(relay.Deliveries.BatchSizes.Count < 20, "Outcomes are written in batches.");
    }

    [Fact]
    public async Task A_host_that_hangs_takes_only_its_own_places()
    {
        var release = new TaskCompletionSource();
        var (calls, most) = (0, 0);
        await using var hanging = await Receiver.Start(async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref calls));
            await release.Task;
            Interlocked.Decrement(ref calls);
        });
        await using var fast = await Receiver.Start();
        using var relay = new RelayInMemory(new DeliveryOptions { AllowPrivateNetworks = true, Concurrency = 4, PerHostConcurrency = 3 }, TimeProvider.System);
        await relay.Subscribe([.. Some.Numbered(hanging, 20), .. Some.Numbered(fast, 20, from: 21)]);
        await relay.Alerts.Append(Some.Alert(), CancellationToken.None);

        var page = relay.Dispatcher.SendBatch(new FanOutBatch("alt_1"), CancellationToken.None);
        await relay.Deliveries.WhenRecorded(20);

        Assert.Equal(20, fast.Received.Count);
        release.SetResult();
        await page;
        Assert.InRange(most, 1, 3);
        Assert.Equal(20, hanging.Received.Count);
    }

    [Fact]
    public async Task What_a_page_cannot_begin_in_its_time_is_left_to_the_worker()
    {
        using var relay = new RelayInMemory(new DeliveryOptions { AllowPrivateNetworks = true, PerHostConcurrency = 1 });
        await using var receiver = await Receiver.Start(_ =>
        {
            relay.Clock.Advance(TimeSpan.FromSeconds(25));
            return Task.CompletedTask;
        });
        relay.Options.Timeout = TimeSpan.FromSeconds(50);
        await relay.Subscribe(Some.Numbered(receiver, 5));

        await relay.SendEverything(Some.Alert());
        Assert.Equal(3, receiver.Received.Count);
        await relay.Worker.RunOnce(CancellationToken.None);

        Assert.Equal(5, receiver.Received.Count);
        Assert.Equal(5, relay.Deliveries.AllAttempts.Count(attempt => attempt is { Number: 1, StatusCode: 204 }));
    }

    [Fact]
    public async Task Outcomes_that_cannot_be_recorded_stop_the_page()
    {
        await using var receiver = await Receiver.Start();
        using var relay = new RelayInMemory(new DeliveryOptions { AllowPrivateNetworks = true, PerHostConcurrency = 1 }, TimeProvider.System);
        await relay.Subscribe(Some.Numbered(receiver, 300));
        relay.Deliveries.Broken = new IOException("disk full");

        await Assert.ThrowsAsync<IOException>(() => relay.SendEverything(Some.Alert()));
    }

    [Fact]
    public async Task No_target_appears_in_the_log_or_in_the_ledger()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(410));
        using var relay = new RelayInMemory();
        await relay.Subscribe(
            Some.Subscription(receiver.At("/sesame"), 1),
            Some.Subscription(new Uri("http://127.0.0.1:1/sesame"), 2),
            Some.Subscription(new Uri($"https://127.0.0.1:{receiver.At("/").Port}/sesame"), 3),
            Some.Subscription(new Uri("ftp://127.0.0.1/sesame"), 4));

        await relay.SendEverything(Some.Alert());

        Assert.True(relay.Logged.Count >= 4, "Every failure is logged.");
        var ledger = relay.Deliveries.AllAttempts.Select(attempt => $"{attempt} {relay.Deliveries[attempt.AlertId, attempt.SubscriptionId]}");
        var written = string.Join('\n', [.. relay.Logged, .. ledger, relay.Subscriptions["sub_000001"].StatusReason]);
        Assert.DoesNotContain("sesame", written, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", written, StringComparison.Ordinal);
    }
}
