namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// Shares out the concurrent calls of the process. Tenants that wait take turns, and one tenant never holds all slots. A call that takes long moves to
/// the slots for slow calls, so that it keeps nobody waiting; calls to receivers that were slow before use only these.
/// </summary>
internal sealed class FairSlots(int slots, TimeProvider time)
{
    // Slow calls only wait: they cost a connection, and hardly any processor time.
    private const int SlowSlotsPerSlot = 4;

    private const double MaxShareOfTenant = 0.75;

    private static readonly TimeSpan CleanupInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A call is slow from this duration on.</summary>
    public static readonly TimeSpan SlowFrom = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<Slot> _running = [];
    private readonly TenantQueue _fast = new(slots, (int)Math.Ceiling(slots * MaxShareOfTenant));
    private readonly TenantQueue _slow = new(slots * SlowSlotsPerSlot, (int)Math.Ceiling(slots * SlowSlotsPerSlot * MaxShareOfTenant));
    private ITimer? _cleanup;

    /// <summary>For one call. <see cref="Leave"/> ends it.</summary>
    public async ValueTask<Slot> Enter(string tenant, bool isSlow, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var slot = new Slot(tenant, isSlow);
        Task queue;
        lock (_lock)
        {
            if (isSlow ? _slow.TryEnter(tenant) : _fast.TryEnter(tenant))
            {
                Start(slot);
                return slot;
            }

            queue = (isSlow ? _slow : _fast).Wait(slot);
            _cleanup ??= time.CreateTimer(_ => MoveSlow(), null, CleanupInterval, CleanupInterval);
        }

        // A cancellable wait for each of a thousand calls is expensive, and short: calls end soon after the program stops.
        await queue;
        if (!cancellationToken.IsCancellationRequested)
            return slot;

        Leave(slot);
        cancellationToken.ThrowIfCancellationRequested();
        return slot;
    }

    /// <returns>How long the call took.</returns>
    public TimeSpan Leave(Slot slot)
    {
        lock (_lock)
        {
            _running.Remove(slot.Node!);
            (slot.IsSlow ? _slow : _fast).Leave(slot.Tenant);
            Grant();
        }

        return time.GetElapsedTime(slot.Began);
    }

    private void Start(Slot slot)
    {
        slot.Began = time.GetTimestamp();
        slot.Node = _running.AddLast(slot);
    }

    private void Grant()
    {
        while (_fast.Next() is { } next)
            Begin(next);
        while (_slow.Next() is { } next)
            Begin(next);

        void Begin(Slot slot)
        {
            Start(slot);
            slot.Granted!.SetResult();
        }
    }

    private void MoveSlow()
    {
        lock (_lock)
        {
            for (var node = _running.First; node is not null && time.GetElapsedTime(node.Value.Began) >= SlowFrom; node = node.Next)
            {
                var slot = node.Value;
                if (slot.IsSlow || !_slow.TryEnter(slot.Tenant))
                    continue;

                slot.IsSlow = true;
                _fast.Leave(slot.Tenant);
            }

            Grant();
            if (_fast.HasWaiting || _slow.HasWaiting)
                return;

            _cleanup?.Dispose();
            _cleanup = null;
        }
    }

    /// <summary>The place of one call.</summary>
    internal sealed class Slot(string tenant, bool isSlow)
    {
        public string Tenant => tenant;

        public bool IsSlow { get; set; } = isSlow;

        public long Began { get; set; }

        public LinkedListNode<Slot>? Node { get; set; }

        public TaskCompletionSource? Granted { get; set; }
    }

    /// <summary>A number of slots, and those who wait for them, a queue for each tenant.</summary>
    private sealed class TenantQueue(int count, int maxOfTenant)
    {
        private readonly Dictionary<string, int> _inUse = [];
        private readonly LinkedList<(string Tenant, Queue<Slot> Waiting)> _queues = [];
        private int _free = count;

        public bool HasWaiting => _queues.Count > 0;

        public bool TryEnter(string tenant)
        {
            var inUse = _inUse.GetValueOrDefault(tenant);
            if (_free == 0 || inUse >= maxOfTenant || (_queues.Count > 0 && _queues.Any(queue => queue.Tenant == tenant)))
                return false;

            _free--;
            _inUse[tenant] = inUse + 1;
            return true;
        }

        public Task Wait(Slot slot)
        {
            slot.Granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var queue = _queues.FirstOrDefault(other => other.Tenant == slot.Tenant).Waiting;
            if (queue is null)
                _queues.AddLast((slot.Tenant, queue = []));

            queue.Enqueue(slot);
            return slot.Granted.Task;
        }

        public void Leave(string tenant)
        {
            _free++;
            if (--_inUse[tenant] == 0)
                _inUse.Remove(tenant);
        }

        /// <summary>Gives a free slot to the next tenant, which then moves to the end.</summary>
        public Slot? Next()
        {
            if (_free == 0)
                return null;

            for (var queue = _queues.First; queue is not null; queue = queue.Next)
            {
                var (tenant, waiting) = queue.Value;
                var inUse = _inUse.GetValueOrDefault(tenant);
                if (inUse >= maxOfTenant)
                    continue;

                _queues.Remove(queue);
                var slot = waiting.Dequeue();
                if (waiting.Count > 0)
                    _queues.AddLast(queue);

                _free--;
                _inUse[tenant] = inUse + 1;
                return slot;
            }

            return null;
        }
    }
}
