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

    private static readonly TimeSpan Sweep = TimeSpan.FromMilliseconds(250);

    /// <summary>A call is slow from this duration on.</summary>
    public static readonly TimeSpan SlowFrom = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<Slot> _running = [];
    private readonly TenantQueue _fast = new(slots, (int)Math.Ceiling(slots * MaxShareOfTenant));
    private readonly TenantQueue _slow = new(slots * SlowSlotsPerSlot, (int)Math.Ceiling(slots * SlowSlotsPerSlot * MaxShareOfTenant));
    private ITimer? _sweep;

    /// <summary>For one call. <see cref="Leave"/> ends it.</summary>
    public async ValueTask<Slot> Enter(string tenant, bool isSlow, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var slot = new Slot(tenant, isSlow);
        Task turn;
        lock (_lock)
        {
            if (isSlow ? _slow.TryEnter(tenant) : _fast.TryEnter(tenant))
            {
                Start(slot);
                return slot;
            }

            turn = (isSlow ? _slow : _fast).Wait(slot);
            _sweep ??= time.CreateTimer(_ => MoveSlow(), null, Sweep, Sweep);
        }

        // A cancellable wait for each of a thousand calls is expensive, and short: calls end soon after the program stops.
        await turn;
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
            slot.Turn!.SetResult();
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

            _sweep?.Dispose();
            _sweep = null;
        }
    }

    /// <summary>The place of one call.</summary>
    internal sealed class Slot(string tenant, bool isSlow)
    {
        public string Tenant => tenant;

        public bool IsSlow { get; set; } = isSlow;

        public long Began { get; set; }

        public LinkedListNode<Slot>? Node { get; set; }

        public TaskCompletionSource? Turn { get; set; }
    }

    /// <summary>A number of slots, and those who wait for them, a queue for each tenant.</summary>
    private sealed class TenantQueue(int count, int maxOfTenant)
    {
        private readonly Dictionary<string, int> _held = [];
        private readonly LinkedList<(string Tenant, Queue<Slot> Waiting)> _turns = [];
        private int _free = count;

        public bool HasWaiting => _turns.Count > 0;

        public bool TryEnter(string tenant)
        {
            var held = _held.GetValueOrDefault(tenant);
            if (_free == 0 || held >= maxOfTenant || (_turns.Count > 0 && _turns.Any(turn => turn.Tenant == tenant)))
                return false;

            _free--;
            _held[tenant] = held + 1;
            return true;
        }

        public Task Wait(Slot slot)
        {
            slot.Turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var queue = _turns.FirstOrDefault(turn => turn.Tenant == slot.Tenant).Waiting;
            if (queue is null)
                _turns.AddLast((slot.Tenant, queue = []));

            queue.Enqueue(slot);
            return slot.Turn.Task;
        }

        public void Leave(string tenant)
        {
            _free++;
            if (--_held[tenant] == 0)
                _held.Remove(tenant);
        }

        /// <summary>Gives a free slot to the tenant whose turn it is, who then comes last.</summary>
        public Slot? Next()
        {
            if (_free == 0)
                return null;

            for (var turn = _turns.First; turn is not null; turn = turn.Next)
            {
                var (tenant, waiting) = turn.Value;
                var held = _held.GetValueOrDefault(tenant);
                if (held >= maxOfTenant)
                    continue;

                _turns.Remove(turn);
                var slot = waiting.Dequeue();
                if (waiting.Count > 0)
                    _turns.AddLast(turn);

                _free--;
                _held[tenant] = held + 1;
                return slot;
            }

            return null;
        }
    }
}
