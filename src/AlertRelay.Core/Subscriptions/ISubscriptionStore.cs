using AlertRelay.Alerts;

namespace AlertRelay.Subscriptions;

/// <summary>What this folder needs of a store. Subscriptions are stored sealed, since they hold secrets; they come back in clear.</summary>
public interface ISubscriptionStore
{
    Task<Subscription?> Find(string id, CancellationToken cancellationToken);

    /// <summary>In the order of ids. An empty page has no cursor.</summary>
    Task<SubscriptionPage> List(string? tenant, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>How many a tenant has; counts no further than up to the limit.</summary>
    Task<int> Count(string tenant, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The id of one that is active or unverified and has the same tenant, target and filter; one look, however many are stored. Those that were
    /// last written before version 7 of the schema are not found.
    /// </summary>
    Task<string?> FindDuplicate(Subscription subscription, CancellationToken cancellationToken);

    /// <exception cref="InvalidOperationException">One of this id is stored already.</exception>
    Task Add(Subscription subscription, CancellationToken cancellationToken);

    /// <returns>False, with nothing written, when the stored version is not one below the given one.</returns>
    Task<bool> Update(Subscription subscription, CancellationToken cancellationToken);

    Task<bool> Delete(string id, CancellationToken cancellationToken);

    /// <summary>Seals anew what was stored in clear, or under an older key. Reads everything: for once a day.</summary>
    /// <returns>How many were.</returns>
    Task<int> ReEncrypt(CancellationToken cancellationToken);

    /// <summary>
    /// Active subscriptions that may want the alert, each on one page: all that do and few others. The caller applies the filter.
    /// Costs as much as it returns, not as much as is stored (see <see cref="FilterIndex"/>).
    /// </summary>
    Task<SubscriptionPage> Candidates(Alert alert, string? cursor, int limit, CancellationToken cancellationToken);
}

/// <param name="Cursor">Null at the end.</param>
public sealed record SubscriptionPage(IReadOnlyList<Subscription> Subscriptions, string? Cursor);
