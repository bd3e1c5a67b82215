using System.Collections.Concurrent;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemoryRetries : IRetryQueue
{
    public ConcurrentQueue<DateTimeOffset> Due { get; } = new();

    public Task Schedule(DateTimeOffset due, CancellationToken cancellationToken)
    {
        Due.Enqueue(due);
        return Task.CompletedTask;
    }
}
