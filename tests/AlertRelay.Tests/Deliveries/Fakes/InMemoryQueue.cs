using System.Collections.Concurrent;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemoryQueue : IWorkQueue
{
    public ConcurrentQueue<FanOutBatch> Pages { get; } = new();

    public Task Enqueue(FanOutBatch page, CancellationToken cancellationToken)
    {
        Pages.Enqueue(page);
        return Task.CompletedTask;
    }

    private readonly ConcurrentDictionary<(string Alert, string? Cursor), string> _next = new();

    public Task<string> EnqueueNext(FanOutBatch batch, FanOutBatch next, CancellationToken cancellationToken)
    {
        if (_next.TryAdd((batch.AlertId, batch.Cursor), next.Cursor!))
            Pages.Enqueue(next);

        return Task.FromResult(_next[(batch.AlertId, batch.Cursor)]);
    }

    public Task<int> ForgetEnqueued(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

    public TimeSpan LastLease { get; private set; }

    public ConcurrentQueue<WorkItem> Completed { get; } = new();

    public Task<IReadOnlyList<WorkItem>> Take(int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        LastLease = lease;
        var taken = new List<WorkItem>();
        while (taken.Count < limit && Pages.TryDequeue(out var page))
            taken.Add(new WorkItem($"{page.AlertId} after {page.Cursor}", page, 1));

        return Task.FromResult<IReadOnlyList<WorkItem>>(taken);
    }

    public Task Complete(WorkItem item, CancellationToken cancellationToken)
    {
        Completed.Enqueue(item);
        return Task.CompletedTask;
    }

    public Task<int> Revive(CancellationToken cancellationToken) => throw new NotSupportedException();
}
