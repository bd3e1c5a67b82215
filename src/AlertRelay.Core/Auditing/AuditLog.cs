using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AlertRelay.Subscriptions;

namespace AlertRelay.Auditing;

/// <summary>The log of changes. The code that makes a change writes the entry after it.</summary>
public sealed partial class AuditLog(IAuditStore store, TimeProvider time, ILogger<AuditLog> logger)
{
    private const int PageOfExport = 200;

    private readonly Lock _lock = new();
    private UInt128 _last;

    /// <summary>
    /// The change stays even if its entry cannot be stored. The program's log then says so. No caller can prevent its
    /// entry by closing the connection.
    /// </summary>
    /// <param name="old">The object before, as the API shows it; null for a new one.</param>
    /// <param name="now">The object after, as the API shows it; null for a deleted one.</param>
    public async Task Write(Actor by, string action, string? tenant, string subject, JsonObject? old = null, JsonObject? now = null)
    {
        var value = Next();
        var entry = new AuditEntry(AuditId.Of(value), Ulid.TimeOf(value), tenant, by, action, subject, Different(old, now), Different(now, old));
        try
        {
            await store.Add(entry, CancellationToken.None);
        }
        // Any exception: the change was made, so the response must not say that it failed.
        catch (Exception fault)
        {
            LogNotWritten(fault, action, subject, by.Key ?? by.Name);
        }
    }

    /// <summary>Whether this was done to one of the subjects since then. What was made and deleted again is only in the log.</summary>
    public async Task<bool> Has(string action, IEnumerable<string> subjects, DateTimeOffset since, CancellationToken cancellationToken)
    {
        foreach (var subject in subjects)
        {
            var query = new AuditQuery { Action = action, Subject = subject, Since = since, Limit = 1 };
            if ((await store.List(query, cancellationToken)).Entries.Count > 0)
                return true;
        }

        return false;
    }

    /// <summary>All matching entries, page by page, so that memory holds one page at most.</summary>
    public async IAsyncEnumerable<IReadOnlyList<AuditEntry>> Export(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = query.After; ;)
        {
            var page = await store.List(query with { After = after, Limit = PageOfExport }, cancellationToken);
            yield return page.Entries;
            if (page.After is null)
                yield break;

            after = page.After;
        }
    }

    // Within a millisecond ids count up, so that they are in the order of this process's changes.
    private UInt128 Next()
    {
        var fresh = Ulid.Of(time.GetUtcNow(), RandomNumberGenerator.GetBytes(Ulid.Chance));
        lock (_lock)
            return _last = Ulid.TimeOf(fresh) == Ulid.TimeOf(_last) ? _last + 1 : fresh;
    }

    private static JsonObject? Different(JsonObject? of, JsonObject? from) =>
        of is null || from is null
            ? of
            : new JsonObject(of.Where(member => !JsonNode.DeepEquals(member.Value, from[member.Key])).Select(
                member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    [LoggerMessage(Level = LogLevel.Error, Message = "{Action} of {Subject} by {Actor} was done but could not be written to the audit log")]
    private partial void LogNotWritten(Exception fault, string action, string subject, string actor);
}

/// <summary>Section "Audit"; as environment variables Audit__KeepFor and so on.</summary>
internal sealed class AuditOptions
{
    [Description("Entries of the audit log are deleted after this.")]
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Audit:KeepFor must be between 1 and 3650 days, as in 400d.")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(400);
}

/// <summary>The store of the audit log. Entries about subscriptions are encrypted, like the subscriptions themselves.</summary>
public interface IAuditStore
{
    Task Add(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>In the order of ids, which is the order of time, or in the reverse one.</summary>
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

    /// <summary>Only entries after the one with this id, in the order of the list.</summary>
    public string? After { get; init; }

    public bool NewestFirst { get; init; }

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
