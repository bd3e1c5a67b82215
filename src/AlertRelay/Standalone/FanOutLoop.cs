using AlertRelay.Delivery;

namespace AlertRelay.Standalone;

/// <summary>Sends the pages of subscriptions that alerts are waiting for.</summary>
public sealed class FanOutLoop(IWorkQueue queue, Dispatcher dispatcher, TimeProvider time, ILogger<FanOutLoop> logger) : Loop(TimeSpan.FromMilliseconds(200), time, logger)
{
    private const int PagesAtOnce = 4;

    // Well over the longest time that a page may take; a page whose sender was killed comes again after it.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    protected override async Task<bool> Turn(CancellationToken cancellation)
    {
        var pages = await queue.Take(PagesAtOnce, Lease, cancellation);
        await Task.WhenAll(pages.Select(page => Send(page, cancellation)));
        return pages.Count > 0;
    }

    private async Task Send(WorkItem item, CancellationToken cancellation)
    {
        await dispatcher.SendPage(item.Page, cancellation);
        await queue.Complete(item, cancellation);
    }
}
