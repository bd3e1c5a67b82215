namespace AlertRelay.Auditing;

/// <summary>What the audit log needs of a store. What its entries say of subscriptions is stored sealed, as the subscriptions are.</summary>
public interface IAuditStore
{
    Task Add(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>In the order of ids, which is the order of time.</summary>
    Task<AuditPage> List(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Reads as much as it forgets.</summary>
    /// <returns>How many were.</returns>
    Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Seals anew what is sealed under an older key. Looks at everything: for once a day.</summary>
    /// <returns>How many were.</returns>
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

    /// <summary>The id of an entry: those that follow it.</summary>
    public string? After { get; init; }

    public int Limit { get; init; } = 50;

    /// <summary>No entry that is wanted has an id below it.</summary>
    public string First => Since is { } since ? AuditId.From(since) : "";

    /// <summary>Every entry that is wanted has an id below it.</summary>
    public string End => Until is { } until ? AuditId.From(until) : AuditId.End;

    public bool Wants(string? tenant, string action, string subject) =>
        (Tenant is null || Tenant == tenant) && (Action is null || Action == action) && (Subject is null || Subject == subject);
}

/// <param name="After">Where the next page begins, also after a page that is not full; null when there is nothing more yet.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string? After);
