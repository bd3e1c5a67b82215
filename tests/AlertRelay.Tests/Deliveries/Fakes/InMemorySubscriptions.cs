using System.Collections.Concurrent;
using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Deliveries.Fakes;

internal sealed class InMemorySubscriptions : ISubscriptionStore
{
    private readonly ConcurrentDictionary<string, Subscription> _subscriptions = new();

    /// <summary>Accepted ones.</summary>
    public int Updates { get; private set; }

    public Subscription this[string id] => _subscriptions[id];

    /// <summary>The id of one whose row cannot be read.</summary>
    public string? Damaged { get; set; }

    public Task<Subscription?> Find(string id, CancellationToken cancellationToken) =>
        id == Damaged ? throw new UnreadableRowException($"subscription {id} is damaged") : Task.FromResult(_subscriptions.GetValueOrDefault(id));

    public Task<SubscriptionPage> List(string? tenant, SubscriptionStatus? status, string? cursor, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<SubscriptionPage> ListQuiet(string? tenant, string? cursor, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<SubscriptionPage> ListFailing(string? tenant, string? cursor, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<int> Count(string tenant, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> FindDuplicate(Subscription subscription, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task Add(Subscription subscription, CancellationToken cancellationToken)
    {
        _subscriptions[subscription.Id] = subscription;
        return Task.CompletedTask;
    }

    public Task<bool> Update(Subscription subscription, CancellationToken cancellationToken)
    {
        lock (_subscriptions)
        {
            if (!_subscriptions.TryGetValue(subscription.Id, out var stored) || stored.Version != subscription.Version - 1)
                return Task.FromResult(false);

            _subscriptions[subscription.Id] = subscription;
            Updates++;
            return Task.FromResult(true);
        }
    }

    public Task<bool> Delete(string id, CancellationToken cancellationToken) => Task.FromResult(_subscriptions.TryRemove(id, out _));

    public Task<int> ReEncrypt(CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<SubscriptionPage> Candidates(Alert alert, string? cursor, string? until, int limit, CancellationToken cancellationToken)
    {
        var active = _subscriptions.Values.Where(subscription => subscription.Status == SubscriptionStatus.Active);
        var rest = active.OrderBy(subscription => subscription.Id, StringComparer.Ordinal)
            .Where(subscription => cursor is null || string.CompareOrdinal(subscription.Id, cursor) > 0)
            .Where(subscription => until is null || string.CompareOrdinal(subscription.Id, until) <= 0)
            .ToList();
        var page = rest.Take(limit).ToList();
        return Task.FromResult(new SubscriptionPage(page, rest.Count > limit ? page[^1].Id : null));
    }
}
