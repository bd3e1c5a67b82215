using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AlertRelay.Subscriptions;

namespace AlertRelay.Auditing;

/// <summary>The log of changes. It is written after each change, by whoever made it.</summary>
public sealed partial class AuditLog(IAuditStore store, TimeProvider time, ILogger<AuditLog> logger)
{
    private const int PageOfExport = 200;

    private readonly Lock _turn = new();
    private UInt128 _last;

    /// <summary>
    /// What was changed stays changed: when the entry cannot be stored, the program's own log keeps that there was one. No caller can keep its
    /// entry away by hanging up.
    /// </summary>
    /// <param name="old">As the API shows it, before; null for what was made.</param>
    /// <param name="now">As the API shows it, afterwards; null for what was deleted.</param>
    public async Task Write(Actor by, string action, string? tenant, string subject, JsonObject? old = null, JsonObject? now = null)
    {
        var value = Next();
        var entry = new AuditEntry(AuditId.Of(value), Ulid.TimeOf(value), tenant, by, action, subject, Different(old, now), Different(now, old));
        try
        {
            await store.Add(entry, CancellationToken.None);
        }
        // Whatever it is: the change is made, and its answer must not say that it failed.
        catch (Exception fault)
        {
            LogNotWritten(fault, action, subject, by.Key ?? by.Name);
        }
    }

    /// <summary>All that match, page by page, so that any number of them needs the memory of one page.</summary>
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

    // Within a millisecond one after the other, so that the order of ids is that of this process's changes.
    private UInt128 Next()
    {
        var fresh = Ulid.Of(time.GetUtcNow(), RandomNumberGenerator.GetBytes(Ulid.Chance));
        lock (_turn)
            return _last = Ulid.TimeOf(fresh) == Ulid.TimeOf(_last) ? _last + 1 : fresh;
    }

    private static JsonObject? Different(JsonObject? of, JsonObject? from) =>
        of is null || from is null
            ? of
            : new JsonObject(of.Where(member => !JsonNode.DeepEquals(member.Value, from[member.Key])).Select(
                member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    [LoggerMessage(Level = LogLevel.Error, Message = "{Action} of {Subject} by {Actor} was done, and could not be written into the audit log")]
    private partial void LogNotWritten(Exception fault, string action, string subject, string actor);
}
