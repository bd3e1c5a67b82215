using System.Collections.Concurrent;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemoryRetries : IRetryQueue
{
    public ConcurrentQueue<DateTimeOffset> Due { get; } = new();

    public Task Schedule(DateTimeOffset due, CancellationToken cancellation)
    {
        Due.Enqueue(due);
        return Task.CompletedTask;
    }
}
