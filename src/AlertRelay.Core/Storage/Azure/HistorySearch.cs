using AlertRelay.Alerts;
using Place = AlertRelay.Storage.Cursor;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// An <see cref="AlertQuery"/> over the small rows of the history. Times and the cursor are the bounds of a range; the rest is checked row by
/// row, at most five thousand: a narrow search returns a short or empty page with a cursor.
/// </summary>
internal sealed class HistorySearch
{
    private const string Looking = "n";

    private const int MaxRows = 5000;

    private readonly AlertQuery _query;
    private readonly long _identity;
    private readonly List<AlertRows> _found = [];
    private AlertRows? _lastSeen;
    private long _from;

    /// <exception cref="ArgumentException">The cursor is not one of this order.</exception>
    public HistorySearch(AlertQuery query, long identity)
    {
        (_query, _identity) = (query, identity);
        Range = query.OldestFirst ? OldestFirst() : NewestFirst();
    }

    public IReadOnlyList<AlertRows> Found => [.. _found.Take(_query.Limit)];

    public string? Cursor { get; private set; }

    private (string From, string To) Range { get; }

    public async Task Run(AzureTable table, CancellationToken cancellationToken)
    {
        var rows = 0;
        var pageSize = IsNarrow ? 1000 : _query.Limit + 1;
        await foreach (var row in table.Range(AlertRows.History, Range, pageSize, cancellationToken))
        {
            if (AlertRows.Matches(row, _query))
                _found.Add(AlertRows.Read(row));

            if (_found.Count > _query.Limit)
                break;

            _lastSeen = AlertRows.Read(row);
            if (++rows == MaxRows)
                break;
        }

        Cursor = _query.OldestFirst ? FollowingFrom() : rows == MaxRows || _found.Count > _query.Limit ? LookingFrom() : null;
    }

    private bool IsNarrow =>
        _query.Channels.Count + _query.Categories.Count + _query.Countries.Count + _query.Changes.Count > 0
        || _query.MinimumSeverity is not null
        || _query.Kind != EventKind.Alert
        || (_query.OldestFirst && (_query.Since ?? _query.Until) is not null);

    // Everything up to the last row was examined, except the row that exceeded the page.
    private string FollowingFrom() => FollowCursor.Write(_lastSeen?.Sequence ?? _from, _identity);

    private string LookingFrom() => CursorAfter(_lastSeen!);

    public string CursorAfter(AlertRows alert) => _query.OldestFirst
        ? FollowCursor.Write(alert.Sequence, _identity)
        : Place.Write(Looking, alert.DetectedAt, alert.Sequence);

    private (string From, string To) OldestFirst()
    {
        _from = _query.Cursor is { } cursor ? FollowCursor.Read(cursor, _identity) : 0;
        return (TableKey.Of(AlertRows.Oldest, TableKey.Number(_from + 1)), TableKey.Below(AlertRows.Oldest).To);
    }

    private (string From, string To) NewestFirst()
    {
        var (from, to) = TableKey.Below(AlertRows.Newest);
        if (_query.Until is { } until && until.UtcTicks > 0)
            from = TableKey.Below(AlertRows.Newest, TableKey.Falling(until.UtcTicks - 1)).From;
        if (_query.Since is { } since)
            to = TableKey.Below(AlertRows.Newest, TableKey.Falling(since.UtcTicks)).To;
        if (_query.Cursor is { } cursor && Place.Read(Looking, 2, cursor) is [var detectedAt, var sequence])
            from = Later(from, TableKey.After(AlertRows.NewestKey(detectedAt, sequence)));

        return (from, to);
    }

    private static string Later(string one, string other) => string.CompareOrdinal(one, other) > 0 ? one : other;
}
