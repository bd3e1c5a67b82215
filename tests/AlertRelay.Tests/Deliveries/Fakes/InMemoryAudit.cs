using System.Collections.Concurrent;
using AlertRelay.Auditing;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemoryAudit : IAuditStore
{
    public ConcurrentQueue<AuditEntry> Entries { get; } = new();

    public Task Add(AuditEntry entry, CancellationToken cancellationToken)
    {
        Entries.Enqueue(entry);
        return Task.CompletedTask;
    }

    public Task<AuditPage> List(AuditQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> ReEncrypt(CancellationToken cancellationToken) => throw new NotSupportedException();
}
