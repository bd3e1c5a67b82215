using AlertRelay.Auditing;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// A page of the audit log, newest first. A table gives rows in one order only, so this reads spans of time that go back from the end: each is longer than
/// the one after it, and one that holds too many rows is shortened. A page costs about six requests, and twice as many for a rare action.
/// </summary>
/// <param name="read">Of the wanted list, the rows from an id to another one, the last not included.</param>
internal sealed class NewestAuditEntries(AuditQuery query, DateTimeOffset now, Func<(string From, string To), IAsyncEnumerable<TableEntity>> read)
{
    /// <summary>The rows of one span: one answer of the service.</summary>
    public const int MaxRows = 1000;

    private const int MaxExamined = 5 * MaxRows, Factor = 16;

    private static readonly TimeSpan FirstSpan = TimeSpan.FromHours(1), ShortestSpan = TimeSpan.FromMilliseconds(1);

    private readonly List<TableEntity> _found = [];
    private int _examined;

    /// <param name="isWanted">Of a row.</param>
    /// <returns>The rows, and the id after which to go on; null at the end.</returns>
    public async Task<(IReadOnlyList<TableEntity> Rows, string? After)> Run(
        Func<TableEntity, bool> isWanted, Func<TableEntity, string> idOf, CancellationToken cancellationToken)
    {
        var (to, span) = (Lower(query.After ?? AuditId.End, query.End), FirstSpan);
        while (true)
        {
            var from = Begin(to, span);
            var isLast = string.CompareOrdinal(from, query.First) <= 0 || from == AuditId.From(DateTimeOffset.UnixEpoch);
            var rows = await Read((isLast ? query.First : from, to), span, cancellationToken);
            if (rows is not null)
            {
                if (Add(rows, isWanted))
                    return (_found, idOf(_found[^1]));
                if (isLast)
                    return (_found, null);

                if (_examined >= MaxExamined)
                    return (_found, from);

                to = from;
            }

            span = rows is null ? span / Factor : span * Factor;
        }
    }

    /// <returns>Null: there are too many.</returns>
    private async Task<List<TableEntity>?> Read((string From, string To) ids, TimeSpan span, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in read(ids).WithCancellation(cancellationToken))
        {
            _examined++;
            rows.Add(row);
            if (rows.Count == MaxRows && span > ShortestSpan)
                return null;
        }

        return rows;
    }

    /// <returns>Whether the page is full, and there is more.</returns>
    private bool Add(List<TableEntity> rows, Func<TableEntity, bool> isWanted)
    {
        for (var place = rows.Count - 1; place >= 0; place--)
        {
            if (!isWanted(rows[place]))
                continue;
            if (_found.Count == query.Limit)
                return true;

            _found.Add(rows[place]);
        }

        return false;
    }

    private string Begin(string to, TimeSpan span)
    {
        var end = AuditId.TimeOf(to) is var time && time < now ? time : now;
        return AuditId.From(end - DateTimeOffset.UnixEpoch > span ? end - span : DateTimeOffset.UnixEpoch);
    }

    private static string Lower(string one, string other) => string.CompareOrdinal(one, other) < 0 ? one : other;
}
