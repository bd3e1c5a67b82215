using AlertRelay.Alerts;

namespace AlertRelay.Subscriptions;

/// <summary>Stores subscriptions. They are encrypted, because they contain secrets, and are returned decrypted.</summary>
public interface ISubscriptionStore
{
    Task<Subscription?> Find(string id, CancellationToken cancellationToken);

    /// <summary>In the order of ids. With a status a page may be short, or empty, and its cursor goes on.</summary>
    /// <param name="tenant">Null for all.</param>
    /// <param name="status">Null for all.</param>
    Task<SubscriptionPage> List(string? tenant, SubscriptionStatus? status, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Those with silences or quiet hours, in the order of ids, from a list of their own: the cost depends on the page, not on how many are stored. A page may
    /// be short, or empty, while older rows are not in the list yet.
    /// </summary>
    /// <param name="tenant">Null for all.</param>
    Task<SubscriptionPage> ListQuiet(string? tenant, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>The active ones whose attempts fail at present, in the order of ids, from a list of their own.</summary>
    /// <param name="tenant">Null for all.</param>
    Task<SubscriptionPage> ListFailing(string? tenant, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>The number of a tenant's subscriptions, at most the limit.</summary>
    Task<int> Count(string tenant, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The id of an active or unverified subscription with the same tenant, target and filter. One lookup, however many are stored. Subscriptions that
    /// were last written before version 7 of the schema are not found.
    /// </summary>
    Task<string?> FindDuplicate(Subscription subscription, CancellationToken cancellationToken);

    /// <exception cref="InvalidOperationException">A subscription with this id exists already.</exception>
    Task Add(Subscription subscription, CancellationToken cancellationToken);

    /// <returns>False, with nothing written, if the stored version is not one below the given one.</returns>
    Task<bool> Update(Subscription subscription, CancellationToken cancellationToken);

    Task<bool> Delete(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Encrypts data that is in plain text or encrypted with an older key, and adds what an older version of the relay wrote to the lists by status, of quiet
    /// ones and of failing ones. Reads everything, so it is for once a day.
    /// </summary>
    /// <returns>How many subscriptions were encrypted.</returns>
    Task<int> ReEncrypt(CancellationToken cancellationToken);

    /// <summary>
    /// All active subscriptions that match the alert, and few others, each on one page. The caller applies the filter.
    /// The cost depends on the result, not on the number of stored subscriptions (see <see cref="FilterIndex"/>).
    /// </summary>
    /// <param name="until">The last subscription to return, in the store's order; null for all of them.</param>
    Task<SubscriptionPage> Candidates(Alert alert, string? cursor, string? until, int limit, CancellationToken cancellationToken);
}

/// <param name="Cursor">Null at the end.</param>
public sealed record SubscriptionPage(IReadOnlyList<Subscription> Subscriptions, string? Cursor);

public static class SubscriptionStoreExtensions
{
    /// <summary>All candidates after the cursor.</summary>
    public static Task<SubscriptionPage> Candidates(
        this ISubscriptionStore store, Alert alert, string? cursor, int limit, CancellationToken cancellationToken) =>
        store.Candidates(alert, cursor, until: null, limit, cancellationToken);
}
