using System.Text.Json.Nodes;

namespace AlertRelay.Auditing;

/// <summary>Who changed what, and when.</summary>
/// <param name="Id">See <see cref="AuditId"/>.</param>
/// <param name="At">In whole milliseconds, as in the id.</param>
/// <param name="Tenant">Whose thing it is; null for what is the relay's own, such as its signing keys.</param>
/// <param name="Action">One of <see cref="AuditAction.All"/>.</param>
/// <param name="Subject">Id of what was changed.</param>
/// <param name="Old">
/// The members, as the API shows them, that are different afterwards; null for what was made. Only these, because a filter may hold hundreds of
/// words and most changes touch one member.
/// </param>
/// <param name="New">The same members afterwards; null for what was deleted.</param>
public sealed record AuditEntry(string Id, DateTimeOffset At, string? Tenant, Actor Actor, string Action, string Subject, JsonObject? Old, JsonObject? New);

/// <param name="Key">Id of the API key; null for those without one.</param>
/// <param name="Name">The key's name then.</param>
public sealed record Actor(string? Key, string Name)
{
    /// <summary>By itself, as when it disables a subscription.</summary>
    public static readonly Actor Relay = new(null, "relay");

    public static readonly Actor CommandLine = new(null, "command line");

    /// <summary>A receiver that consented by the address that it was given.</summary>
    public static readonly Actor Target = new(null, "target");
}
