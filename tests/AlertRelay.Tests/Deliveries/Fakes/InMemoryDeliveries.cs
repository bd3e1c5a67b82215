using AlertRelay.Deliveries;
using Entry = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemoryDeliveries : IDeliveryStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _deliveries = [];
    private readonly List<Attempt> _attempts = [];
    private readonly Dictionary<string, List<string>> _counts = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    /// <summary>Throws when it is set.</summary>
    public Exception? Broken { get; set; }

    /// <summary>The id of an alert whose deliveries another worker takes, just before they can be taken here.</summary>
    public string? TakenElsewhere { get; set; }

    public List<int> BatchSizes { get; } = [];

    public IReadOnlyList<Attempt> AllAttempts
    {
        get
        {
            lock (_lock)
                return [.. _attempts];
        }
    }

    public Entry? this[string alertId, string subscriptionId]
    {
        get
        {
            lock (_lock)
                return _deliveries.GetValueOrDefault(DeliveryId.Of(alertId, subscriptionId));
        }
    }

    public Task WhenRecorded(int count)
    {
        lock (_lock)
        {
            if (_attempts.Count >= count)
                return Task.CompletedTask;

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }

    public Task<IReadOnlyDictionary<string, Entry>> OfAlert(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<string, Entry>>(
                subscriptionIds.Select(id => _deliveries.GetValueOrDefault(DeliveryId.Of(alertId, id)))
                    .OfType<Entry>()
                    .Select(Stored)
                    .ToDictionary(entry => entry.SubscriptionId));
        }
    }

    public Task<bool> Take(string alertId, string subscriptionId, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_deliveries.GetValueOrDefault(DeliveryId.Of(alertId, subscriptionId)) is not { Status: DeliveryStatus.Pending } found
                || found.LeasedUntil > now || alertId == TakenElsewhere)
                return Task.FromResult(false);

            _deliveries[found.Id] = found with { LeasedUntil = now + lease };
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyDictionary<string, long>> Number(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyDictionary<string, long>>(subscriptionIds.ToDictionary(id => id, id => Number(alertId, id)));
    }

    public Task<bool> IsNumbered(string alertId, string subscriptionId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_counts.GetValueOrDefault(subscriptionId)?.Contains(alertId) == true);
    }

    public Task<long> LastNumber(string subscriptionId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult<long>(_counts.GetValueOrDefault(subscriptionId)?.Count ?? 0);
    }

    // Real stores do not store it.
    private static Entry Stored(Entry delivery) => delivery with { Tenant = null };

    private long Number(string alertId, string subscriptionId)
    {
        if (!_counts.TryGetValue(subscriptionId, out var numbered))
            _counts[subscriptionId] = numbered = [];
        if (!numbered.Contains(alertId))
            numbered.Add(alertId);

        return numbered.IndexOf(alertId) + 1;
    }

    public Task Record(IReadOnlyList<(Entry Delivery, Attempt Attempt)> outcomes, CancellationToken cancellationToken)
    {
        if (Broken is not null)
            throw Broken;

        lock (_lock)
        {
            BatchSizes.Add(outcomes.Count);
            foreach (var (delivery, attempt) in outcomes)
            {
                _deliveries[delivery.Id] = delivery with { LeasedUntil = null };
                _attempts.Add(attempt);
            }

            foreach (var (_, reached) in _waiting.Where(waiting => _attempts.Count >= waiting.Count))
                reached.TrySetResult();
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Entry>> TakeDue(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var due = _deliveries.Values
                .Where(delivery => delivery.Status == DeliveryStatus.Pending && delivery.NextAttemptAt <= now && !(delivery.LeasedUntil > now))
                    .Take(limit)
                    .ToList();
            foreach (var delivery in due)
                _deliveries[delivery.Id] = delivery with { LeasedUntil = now + lease };

            return Task.FromResult<IReadOnlyList<Entry>>([.. due.Select(delivery => Stored(delivery).Leased())]);
        }
    }

    public Task<int> BringForward(DateTimeOffset latest, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> IsAnyDue(DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Entry?> Find(string deliveryId, CancellationToken cancellationToken)
    {
        lock (_lock)
            return Task.FromResult(_deliveries.GetValueOrDefault(deliveryId));
    }

    public Task Save(Entry delivery, CancellationToken cancellationToken)
    {
        lock (_lock)
            _deliveries[delivery.Id] = delivery with { LeasedUntil = null };

        return Task.CompletedTask;
    }

    public Task<DeliveryPage> OfSubscription(string subscriptionId, DeliveryStatus? status, string? cursor, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<DeliveryPage> OfAlert(string alertId, DeliveryQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DeliveryPage> Undelivered(DeliveryQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Attempt>> Attempts(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Attempt>>(
            [.. AllAttempts.Where(attempt => attempt.AlertId == alertId && attempt.SubscriptionId == subscriptionId)]);

    public Task<int> Forget(DateTimeOffset settledBefore, CancellationToken cancellationToken) => throw new NotSupportedException();
}
