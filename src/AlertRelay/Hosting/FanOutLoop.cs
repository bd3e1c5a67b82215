using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using Microsoft.Extensions.Options;

namespace AlertRelay.Hosting;

/// <summary>Sends fan-out batches, several concurrently, so that a batch with a slow receiver does not delay others.</summary>
public sealed class FanOutLoop(
    IWorkQueue queue, FanOutDispatcher dispatcher, WorkSignal signal, IOptions<DeliveryOptions> options, TimeProvider time, ILogger<FanOutLoop> logger)
    : RepeatingService(TimeSpan.FromMilliseconds(200), time, logger)
{
    private const int PagesAtOnce = 16;

    // Added for clocks that differ. A batch whose sender was killed comes again after the lease.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly List<Task> _pages = [];
    private Task _signalled = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await base.ExecuteAsync(stoppingToken);
        // Outcomes are still recorded.
        await Task.WhenAll(_pages).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_pages.Count == PagesAtOnce)
            await Task.WhenAny(_pages).WaitAsync(cancellationToken);

        await Settle();
        _signalled = signal.Next;
        var taken = await queue.Take(PagesAtOnce - _pages.Count, options.Value.BatchTime + Margin, cancellationToken);
        _pages.AddRange(taken.Select(page => Send(page, cancellationToken)));
        return taken.Count > 0;
    }

    protected override Task WaitAsync(Task tick) => Task.WhenAny(_signalled, tick);

    // The failure of a batch is logged as this run's. The batch returns when its lease ends.
    private async Task Settle()
    {
        while (_pages.Find(page => page.IsCompleted) is { } ended)
        {
            _pages.Remove(ended);
            await ended;
        }
    }

    private async Task Send(WorkItem item, CancellationToken cancellationToken)
    {
        // Another thread sends it, so that this one can take the next batch.
        await Task.Yield();
        await dispatcher.SendBatch(item.Batch, cancellationToken);
        await queue.Complete(item, cancellationToken);
    }
}
