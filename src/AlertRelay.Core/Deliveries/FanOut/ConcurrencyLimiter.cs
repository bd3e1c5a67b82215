using System.Collections.Concurrent;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// Limits the concurrent calls of the process, and those to one host and port. A call that waits for its host holds no slot of the process.
/// A host that hangs therefore blocks at most its own few slots; tenants share the rest fairly (<see cref="FairSlots"/>).
/// </summary>
public sealed class ConcurrencyLimiter(int slots, int slotsPerHost, TimeProvider time)
{
    private const int MaxSlowTargets = 100_000;

    private readonly FairSlots _slots = new(slots, time);
    private readonly ConcurrentDictionary<Uri, byte> _slowTargets = new();
    private readonly Dictionary<(string Host, int Port), Queue> _hosts = [];

    public int SlotsPerHost => slotsPerHost;

    /// <summary>The host and port that a target is sent through. All mail goes to one server.</summary>
    public static (string Host, int Port) HostOf(Uri target) => target.Scheme == Uri.UriSchemeMailto ? (target.Scheme, 0) : (target.Host, target.Port);

    /// <summary>Whether the last call to the target took long.</summary>
    internal bool IsSlow(Uri target) => _slowTargets.ContainsKey(target);

    /// <summary>The caller may then make any number of calls to the host, one after the other.</summary>
    /// <returns>Dispose it after the last call.</returns>
    public async Task<IDisposable> EnterHost(Uri target, CancellationToken cancellationToken)
    {
        var queue = Join(HostOf(target));
        try
        {
            await queue.Slots.WaitAsync(cancellationToken);
            return new HostSlot(this, queue);
        }
        catch (OperationCanceledException)
        {
            Leave(queue);
            throw;
        }
    }

    /// <summary>For one call. <see cref="Leave(FairSlots.Slot, Subscription)"/> ends it.</summary>
    internal ValueTask<FairSlots.Slot> Enter(Subscription subscription, CancellationToken cancellationToken) =>
        _slots.Enter(subscription.Tenant, IsSlow(subscription.Target), cancellationToken);

    internal void Leave(FairSlots.Slot slot, Subscription subscription)
    {
        if (_slots.Leave(slot) < FairSlots.SlowFrom)
            _slowTargets.TryRemove(subscription.Target, out _);
        else if (_slowTargets.Count < MaxSlowTargets)
            _slowTargets.TryAdd(subscription.Target, 0);
    }

    private Queue Join((string Host, int Port) host)
    {
        lock (_hosts)
        {
            if (!_hosts.TryGetValue(host, out var queue))
                _hosts[host] = queue = new Queue(host, new SemaphoreSlim(slotsPerHost));

            queue.Users++;
            return queue;
        }
    }

    // Unused queues are removed, because there may be as many hosts as subscriptions.
    private void Leave(Queue queue)
    {
        lock (_hosts)
        {
            if (--queue.Users > 0)
                return;

            _hosts.Remove(queue.Host);
        }

        queue.Slots.Dispose();
    }

    private sealed class Queue((string Host, int Port) host, SemaphoreSlim slots)
    {
        public (string Host, int Port) Host => host;

        public SemaphoreSlim Slots => slots;

        public int Users { get; set; }
    }

    private sealed class HostSlot(ConcurrencyLimiter limiter, Queue queue) : IDisposable
    {
        public void Dispose()
        {
            queue.Slots.Release();
            limiter.Leave(queue);
        }
    }
}
