namespace AlertRelay.Deliveries;

/// <summary>How many deliveries ended in which way.</summary>
/// <param name="Failed">Attempts that failed and are repeated.</param>
public sealed record DeliveryOutcomes(long Delivered = 0, long Failed = 0, long Dead = 0, long Silenced = 0, long Superseded = 0)
{
    public static readonly DeliveryOutcomes None = new();

    public static DeliveryOutcomes operator +(DeliveryOutcomes one, DeliveryOutcomes other) => new(
        one.Delivered + other.Delivered, one.Failed + other.Failed, one.Dead + other.Dead, one.Silenced + other.Silenced, one.Superseded + other.Superseded);

    /// <param name="status">Of the delivery after an attempt, or after it was decided that there is none.</param>
    public static DeliveryOutcomes One(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Delivered => new(Delivered: 1),
        DeliveryStatus.Pending => new(Failed: 1),
        DeliveryStatus.Dead => new(Dead: 1),
        DeliveryStatus.Silenced => new(Silenced: 1),
        DeliveryStatus.Superseded => new(Superseded: 1),
        _ => None,
    };
}

/// <param name="Tenant">Null for all tenants together.</param>
/// <param name="Hour">Its beginning.</param>
/// <param name="Outcomes">Of one process.</param>
public sealed record OutcomeCount(string? Tenant, DateTimeOffset Hour, DeliveryOutcomes Outcomes);

/// <summary>Outcomes by tenant, hour and process, so that nobody has to count the ledger.</summary>
public interface IOutcomeCountStore
{
    /// <summary>Replaces what the process has stored for these tenants and hours.</summary>
    /// <param name="process">Of letters and digits.</param>
    Task Save(string process, IReadOnlyList<OutcomeCount> counts, CancellationToken cancellationToken);

    /// <summary>One range of at most a row for each hour and process.</summary>
    /// <param name="tenant">Null for all tenants together.</param>
    Task<DeliveryOutcomes> Sum(string? tenant, DateTimeOffset firstHour, CancellationToken cancellationToken);

    /// <summary>Reads every row, so it is for once a day.</summary>
    /// <returns>How many rows were deleted.</returns>
    Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>
/// Adds up the outcomes of this process in memory. They are written every half minute and when the program stops, so a crash loses half a minute of counts,
/// and no delivery.
/// </summary>
public sealed class OutcomeCounts(IOutcomeCountStore store, TimeProvider time) : IDisposable
{
    /// <summary>What is counted may be missing in the store for this long.</summary>
    public static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(30);

    private readonly string _process = Guid.NewGuid().ToString("N")[..12];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Dictionary<(string? Tenant, DateTimeOffset Hour), DeliveryOutcomes> _counts = [];
    private HashSet<(string? Tenant, DateTimeOffset Hour)> _changed = [];

    /// <param name="tenant">Null where it is not known: then it is counted for all together only.</param>
    public void Add(string? tenant, DeliveryStatus status)
    {
        var one = DeliveryOutcomes.One(status);
        lock (_lock)
        {
            // Not before: what is written meanwhile forgets the hours that are over, and this one would begin anew.
            var hour = HourOf(time.GetUtcNow());
            Add((null, hour), one);
            if (tenant is not null)
                Add((tenant, hour), one);
        }
    }

    /// <summary>Costs nothing where nothing was counted.</summary>
    public async Task Save(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var (keys, counts) = Changed();
            if (counts.Count > 0)
                await SaveOrKeep(keys, counts, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    public void Dispose() => _writing.Dispose();

    private void Add((string? Tenant, DateTimeOffset Hour) key, DeliveryOutcomes one)
    {
        _counts[key] = _counts.GetValueOrDefault(key, DeliveryOutcomes.None) + one;
        _changed.Add(key);
    }

    private (HashSet<(string? Tenant, DateTimeOffset Hour)> Keys, List<OutcomeCount> Counts) Changed()
    {
        lock (_lock)
        {
            var keys = _changed;
            _changed = [];
            return (keys, [.. keys.Select(key => new OutcomeCount(key.Tenant, key.Hour, _counts[key]))]);
        }
    }

    private async Task SaveOrKeep(
        HashSet<(string? Tenant, DateTimeOffset Hour)> keys, List<OutcomeCount> counts, CancellationToken cancellationToken)
    {
        var isSaved = false;
        try
        {
            await store.Save(_process, counts, cancellationToken);
            isSaved = true;
        }
        finally
        {
            lock (_lock)
            {
                if (!isSaved)
                    _changed.UnionWith(keys);
                var hour = HourOf(time.GetUtcNow());
                foreach (var past in _counts.Keys.Where(key => key.Hour < hour && !_changed.Contains(key)).ToList())
                    _counts.Remove(past);
            }
        }
    }
}

/// <summary>Counts the outcomes that are written to the ledger.</summary>
internal sealed class CountedDeliveries(IDeliveryStore ledger, OutcomeCounts counts) : IDeliveryStore
{
    public async Task Record(IReadOnlyList<(Delivery Delivery, Attempt Attempt)> outcomes, CancellationToken cancellationToken)
    {
        await ledger.Record(outcomes, cancellationToken);
        foreach (var (delivery, _) in outcomes)
            counts.Add(delivery.Tenant, delivery.Status);
    }

    public async Task Save(Delivery delivery, CancellationToken cancellationToken)
    {
        await ledger.Save(delivery, cancellationToken);
        // It waits: nothing has come of it yet.
        if (delivery.Status != DeliveryStatus.Pending)
            counts.Add(delivery.Tenant, delivery.Status);
    }

    public Task<IReadOnlyDictionary<string, Delivery>> OfAlert(
        string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken) =>
        ledger.OfAlert(alertId, subscriptionIds, cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> Number(string alertId, IReadOnlyList<string> subscriptionIds, CancellationToken cancellationToken) =>
        ledger.Number(alertId, subscriptionIds, cancellationToken);

    public Task<bool> IsNumbered(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        ledger.IsNumbered(alertId, subscriptionId, cancellationToken);

    public Task<IReadOnlyList<Delivery>> TakeDue(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken) =>
        ledger.TakeDue(now, lease, limit, cancellationToken);

    public Task<bool> Take(string alertId, string subscriptionId, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken) =>
        ledger.Take(alertId, subscriptionId, now, lease, cancellationToken);

    public Task<int> BringForward(DateTimeOffset latest, DateTimeOffset now, CancellationToken cancellationToken) =>
        ledger.BringForward(latest, now, cancellationToken);

    public Task<bool> IsAnyDue(DateTimeOffset now, CancellationToken cancellationToken) => ledger.IsAnyDue(now, cancellationToken);

    public Task<Delivery?> Find(string deliveryId, CancellationToken cancellationToken) => ledger.Find(deliveryId, cancellationToken);

    public Task<long> LastNumber(string subscriptionId, CancellationToken cancellationToken) => ledger.LastNumber(subscriptionId, cancellationToken);

    public Task<DeliveryPage> OfSubscription(
        string subscriptionId, DeliveryStatus? status, string? cursor, int limit, CancellationToken cancellationToken) =>
        ledger.OfSubscription(subscriptionId, status, cursor, limit, cancellationToken);

    public Task<DeliveryPage> OfAlert(string alertId, DeliveryQuery query, CancellationToken cancellationToken) =>
        ledger.OfAlert(alertId, query, cancellationToken);

    public Task<DeliveryPage> Undelivered(DeliveryQuery query, CancellationToken cancellationToken) => ledger.Undelivered(query, cancellationToken);

    public Task<IReadOnlyList<Attempt>> Attempts(string alertId, string subscriptionId, CancellationToken cancellationToken) =>
        ledger.Attempts(alertId, subscriptionId, cancellationToken);

    public Task<int> Forget(DateTimeOffset settledBefore, CancellationToken cancellationToken) => ledger.Forget(settledBefore, cancellationToken);
}
