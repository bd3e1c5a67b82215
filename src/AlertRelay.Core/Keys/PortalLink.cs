namespace AlertRelay.Keys;

/// <summary>Opens the pages once, for one tenant and without a key. Of what is in the link only a hash is kept.</summary>
/// <param name="Id">"plk_..."</param>
/// <param name="Hash">SHA-256 of the link's token, lower-case hex.</param>
/// <param name="Role">Subscriber or reader.</param>
/// <param name="CreatedBy">The name of who made it.</param>
/// <param name="ExpiresAt">It must be opened before.</param>
/// <param name="KeyId">The API key that made it, with which it ends; null where a person made it who had signed in without one.</param>
public sealed record PortalLink(
    string Id, string Hash, string Tenant, Role Role, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? OpenedAt = null,
    string? KeyId = null)
{
    public static readonly TimeSpan
        MinLifetime = TimeSpan.FromMinutes(5), MaxLifetime = TimeSpan.FromDays(7), DefaultLifetime = TimeSpan.FromHours(1),
        SessionLength = TimeSpan.FromHours(8);

    /// <summary>The end of the session that it opened; null until then.</summary>
    public DateTimeOffset? SessionUntil => OpenedAt + SessionLength;

    /// <summary>It opens nothing more, and neither does what it opened.</summary>
    public bool IsOver(DateTimeOffset now) => (SessionUntil ?? ExpiresAt) <= now;
}

/// <param name="Cursor">Null at the end.</param>
public sealed record PortalLinkPage(IReadOnlyList<PortalLink> Links, string? Cursor);

public interface IPortalLinkStore
{
    /// <summary>Of several requests at once, each may add one more.</summary>
    const int MaxPerTenant = 500;

    Task<PortalLink?> Find(string id, CancellationToken cancellationToken);

    /// <param name="tenant">Null for all.</param>
    /// <param name="now">Links that are over then are left out.</param>
    /// <param name="cursor">Of the page before; null to begin.</param>
    /// <returns>The newest first. A page may be short or empty although another one follows.</returns>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    Task<PortalLinkPage> List(string? tenant, DateTimeOffset now, string? cursor, int limit, CancellationToken cancellationToken);

    /// <returns>False, with nothing written, if there is one with this id.</returns>
    Task<bool> Add(PortalLink link, CancellationToken cancellationToken);

    /// <returns>False if it was opened before or is gone. Of several at once, one gets true.</returns>
    Task<bool> Open(string id, DateTimeOffset at, CancellationToken cancellationToken);

    Task<bool> Revoke(string id, CancellationToken cancellationToken);

    /// <summary>Deletes those that were over then.</summary>
    /// <returns>Their number.</returns>
    Task<int> Forget(DateTimeOffset then, CancellationToken cancellationToken);
}
