using System.Collections.Concurrent;
using AlertRelay.Delivery;

namespace AlertRelay.Tests.Delivery.Fakes;

internal sealed class InMemoryQueue : IWorkQueue
{
    public ConcurrentQueue<FanOutPage> Pages { get; } = new();

    public Task Enqueue(FanOutPage page, CancellationToken cancellation)
    {
        Pages.Enqueue(page);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<WorkItem>> Take(int limit, TimeSpan lease, CancellationToken cancellation) => throw new NotSupportedException();

    public Task Complete(WorkItem item, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<int> Revive(CancellationToken cancellation) => throw new NotSupportedException();
}
