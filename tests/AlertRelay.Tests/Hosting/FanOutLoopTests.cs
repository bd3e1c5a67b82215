using System.Globalization;
using AlertRelay.Deliveries;
using AlertRelay.Hosting;
using AlertRelay.Tests.Deliveries.Fakes;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Hosting;

/// <summary>The clock stands still here: whatever goes on, goes on because the bell rang.</summary>
public sealed class FanOutLoopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly RelayInMemory _relay = new(new DeliveryOptions { AllowPrivateNetworks = true, PageSize = 1 });
    private readonly FanOutLoop _loop;

    public FanOutLoopTests() =>
        _loop = new FanOutLoop(
            _relay.Queue, _relay.Dispatcher, _relay.Bell, Options.Create(_relay.Options), _relay.Clock, new CollectingLogger<FanOutLoop>(_relay.Logged));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _loop.Dispose();
        _relay.Dispose();
    }

    [Fact]
    public async Task A_page_whose_receiver_hangs_holds_up_no_other_page()
    {
        var (release, arrived) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var hanging = await Receiver.Start(_ => release.Task);
        await using var last = await Receiver.Start(_ => Task.FromResult(arrived.TrySetResult()));
        await using var between = await Receiver.Start();
        await _relay.Subscribe(Some.Subscription(hanging.At("/"), 1), Some.Subscription(between.At("/"), 2), Some.Subscription(last.At("/"), 3));
        await _loop.StartedAsync(Cancellation);

        await _relay.Publisher.Publish(Some.Alert("alt_1"), Cancellation);

        await arrived.Task.WaitAsync(Patience, Cancellation);
        Assert.DoesNotContain(_relay.Queue.Completed, item => item.Batch.Cursor is null);
        release.SetResult();
        await _loop.StopAsync(Cancellation);
        Assert.Equal(DeliveryStatus.Delivered, _relay.Deliveries["alt_1", "sub_000003"]?.Status);
    }

    [Fact]
    public async Task What_was_answered_when_the_relay_stops_is_recorded()
    {
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var slow = await Receiver.Start(_ =>
        {
            arrived.TrySetResult();
            return release.Task;
        });
        await _relay.Subscribe(Some.Subscription(slow.At("/")));
        await _loop.StartedAsync(Cancellation);
        await _relay.Publisher.Publish(Some.Alert("alt_1"), Cancellation);
        await arrived.Task.WaitAsync(Patience, Cancellation);

        var stopping = _loop.StopAsync(Cancellation);
        release.SetResult();
        await stopping;

        Assert.Equal(DeliveryStatus.Delivered, _relay.Deliveries["alt_1", "sub_000001"]?.Status);
    }

    [Theory]
    [InlineData("00:00:05", "00:00:01")]
    [InlineData("00:01:00", "00:00:15")]
    [InlineData("00:05:00", "00:01:00")]
    public async Task A_batch_is_leased_for_longer_than_it_can_take(string pageTime, string timeout)
    {
        _relay.Options.PageTime = TimeSpan.Parse(pageTime, CultureInfo.InvariantCulture);
        _relay.Options.Timeout = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
        var arrived = new TaskCompletionSource();
        await using var receiver = await Receiver.Start(_ => Task.FromResult(arrived.TrySetResult()));
        await _relay.Subscribe(Some.Subscription(receiver.At("/")));
        await _loop.StartedAsync(Cancellation);
        await _relay.Publisher.Publish(Some.Alert("alt_1"), Cancellation);
        await arrived.Task.WaitAsync(Patience, Cancellation);
        await _loop.StopAsync(Cancellation);

        Assert.True(_relay.Queue.LastLease > _relay.Options.PageTime + _relay.Options.Timeout);
    }

    [Fact]
    public async Task Many_alerts_at_once_are_all_sent()
    {
        using var arrived = new CountdownEvent(40);
        await using var receiver = await Receiver.Start(_ => Task.FromResult(arrived.Signal()));
        await _relay.Subscribe(Some.Numbered(receiver, 2));
        await _loop.StartedAsync(Cancellation);

        for (var number = 1; number <= 20; number++)
            await _relay.Publisher.Publish(Some.Alert($"alt_{number}"), Cancellation);

        await Task.Run(() => arrived.Wait(Patience, Cancellation), Cancellation);
        Assert.Equal(0, arrived.CurrentCount);
        await _loop.StopAsync(Cancellation);
    }
}
