namespace AlertRelay.Auditing;

/// <summary>The store of the audit log. Entries about subscriptions are encrypted, like the subscriptions themselves.</summary>
public interface IAuditStore
{
    Task Add(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>In the order of ids, which is the order of time.</summary>
    Task<AuditPage> List(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Reads only what it deletes.</summary>
    /// <returns>The number of entries.</returns>
    Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Re-encrypts entries that use an older key. Reads every entry, so call it once a day.</summary>
    /// <returns>The number of entries.</returns>
    Task<int> ReEncrypt(CancellationToken cancellationToken);
}

/// <summary>Which entries. Unset fields do not narrow.</summary>
public sealed record AuditQuery
{
    public string? Tenant { get; init; }

    public string? Action { get; init; }

    public string? Subject { get; init; }

    /// <summary>At that time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before that time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only entries after the one with this id.</summary>
    public string? After { get; init; }

    public int Limit { get; init; } = 50;

    /// <summary>No matching entry has an id below it.</summary>
    public string First => Since is { } since ? AuditId.From(since) : "";

    /// <summary>Every matching entry has an id below it.</summary>
    public string End => Until is { } until ? AuditId.From(until) : AuditId.End;

    public bool Wants(string? tenant, string action, string subject) =>
        (Tenant is null || Tenant == tenant) && (Action is null || Action == action) && (Subject is null || Subject == subject);
}

/// <param name="After">Where the next page begins, also after a page that is not full; null when there is nothing more yet.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string? After);
