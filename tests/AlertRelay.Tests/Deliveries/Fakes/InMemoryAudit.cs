using System.Collections.Concurrent;
using AlertRelay.Auditing;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemoryAudit : IAuditStore
{
    public ConcurrentQueue<AuditEntry> Entries { get; } = new();

    public Task Add(AuditEntry entry, CancellationToken cancellation)
    {
        Entries.Enqueue(entry);
        return Task.CompletedTask;
    }

    public Task<AuditPage> List(AuditQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<int> Forget(DateTimeOffset before, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<int> ReEncrypt(CancellationToken cancellation) => throw new NotSupportedException();
}
