using System.Text.Json.Nodes;

namespace AlertRelay.Auditing;

/// <summary>Who changed what, and when.</summary>
/// <param name="Id">See <see cref="AuditId"/>.</param>
/// <param name="At">In whole milliseconds, as in the id.</param>
/// <param name="Tenant">The owner; null for the relay's own things, such as its signing keys.</param>
/// <param name="Action">One of <see cref="AuditAction.All"/>.</param>
/// <param name="Subject">The id of the changed object.</param>
/// <param name="Old">
/// The changed members as the API shows them; null for a new object. Only these, because a filter may contain hundreds of
/// words and most changes touch one member.
/// </param>
/// <param name="New">The same members after the change; null for a deleted object.</param>
public sealed record AuditEntry(string Id, DateTimeOffset At, string? Tenant, Actor Actor, string Action, string Subject, JsonObject? Old, JsonObject? New);

/// <param name="Key">Id of the API key; null for those without one.</param>
/// <param name="Name">The key's name then.</param>
public sealed record Actor(string? Key, string Name)
{
    /// <summary>The relay itself, for example when it disables a subscription.</summary>
    public static readonly Actor Relay = new(null, "relay");

    public static readonly Actor CommandLine = new(null, "command line");

    /// <summary>A receiver that called the confirmation URL.</summary>
    public static readonly Actor Target = new(null, "target");
}
