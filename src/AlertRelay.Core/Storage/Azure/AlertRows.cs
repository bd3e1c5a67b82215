using AlertRelay.Alerts;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Table "alerts". An alert is in a partition of its own. The partition "history" has three small rows for it: "oldest|sequence",
/// "newest|falling time|falling sequence" and "id|alert"; and "head" with the last sequence. All four are written in one transaction, on the
/// condition that the head is as it was read: so no alert is ever inserted before the position of a follower. That one partition
/// takes in some 50 alerts a second, whatever the number of writers; a day of all channels has some hundreds.
/// </summary>
internal sealed record AlertRows(string Id, long Sequence, long DetectedAt)
{
    public const string History = "history", Head = "head", Last = "Last", Oldest = "oldest", Newest = "newest", ById = "id", Document = "alert", Identity =
        "identity";

    /// <summary>Alerts with three rows each, in one transaction.</summary>
    public const int DeletedAtOnce = TableLimits.MaxRows / 3;

    private const string Countries = "Countries", Severity = "Severity", BetweenCountries = "\n";

    public static string Partition(string id) => TableKey.Of(Document, id);

    public static List<TableEntity> Of(Alert alert) => AlertDocument.Write(Partition(alert.Id), Document, alert);

    /// <summary>The rows of "newest" that end the list.</summary>
    public static (string From, string To) DetectedBefore(DateTimeOffset time) =>
        (TableKey.Below(Newest, TableKey.Falling(time.UtcTicks - 1)).From, TableKey.Below(Newest).To);

    /// <summary>The keys of the rows that <see cref="Places(Alert, long)"/> wrote.</summary>
    public IEnumerable<string> Places() => [TableKey.Of(Oldest, TableKey.Number(Sequence)), NewestKey(DetectedAt, Sequence), TableKey.Of(ById, Id)];

    public static IEnumerable<TableEntity> Places(Alert alert, long sequence) =>
    [
        Place(alert, sequence, TableKey.Of(Oldest, TableKey.Number(sequence))),
        Place(alert, sequence, NewestKey(alert.DetectedAt.UtcTicks, sequence)),
        new TableEntity(History, TableKey.Of(ById, alert.Id)),
    ];

    public static string NewestKey(long detectedAt, long sequence) => TableKey.Of(Newest, TableKey.Falling(detectedAt), TableKey.Falling(sequence));

    public static AlertRows Read(TableEntity place) => new(place.GetString("Alert"), place.GetInt64("Sequence") ?? 0, place.GetInt64("DetectedAt") ?? 0);

    /// <summary>Whether the query, without its cursor, matches the alert of this row.</summary>
    public static bool Matches(TableEntity place, AlertQuery query) =>
        AlertIndexFields.IsOf(query.Kind, place.GetString("Change"))
        && Is(query.Channels, place.GetString("Channel"))
        && Is([.. query.Categories.Select(category => category.ToString())], place.GetString("Category"))
        && Is([.. query.Changes.Select(change => change.ToString())], place.GetString("Change"))
        && (query.Countries.Count == 0 || place.GetString(Countries).Split(BetweenCountries).Intersect(query.Countries).Any())
        && (query.MinimumSeverity is not { } minimum || place.GetInt32(Severity) >= (int)minimum)
        && (query.Since is not { } since || place.GetInt64("DetectedAt") >= since.UtcTicks)
        && (query.Until is not { } until || place.GetInt64("DetectedAt") < until.UtcTicks);

    private static bool Is(IReadOnlyList<string> wanted, string value) => wanted.Count == 0 || wanted.Contains(value);

    private static TableEntity Place(Alert alert, long sequence, string row) => new(History, row)
    {
        ["Alert"] = alert.Id,
        ["Sequence"] = sequence,
        ["DetectedAt"] = alert.DetectedAt.UtcTicks,
        ["Channel"] = alert.Channel,
        ["Category"] = alert.Category.ToString(),
        ["Change"] = AlertIndexFields.Change(alert),
        [Severity] = (int)AlertIndexFields.HighestMinimum(alert),
        [Countries] = string.Join(BetweenCountries, AlertIndexFields.Countries(alert)),
    };
}

/// <summary>An alert in rows, its trace beside it in the first one.</summary>
internal static class AlertDocument
{
    private const string Trace = "Trace";

    public static List<TableEntity> Write(string partition, string row, Alert alert)
    {
        var rows = DocumentRows.Write(partition, row, StoredAlert.Write(alert));
        if (alert.Trace is not null)
            rows[0][Trace] = alert.Trace;
        return rows;
    }

    /// <param name="name">Of the alert, for the operator.</param>
    public static async Task<Alert> Read(AzureTable table, TableEntity first, string name, CancellationToken cancellationToken) =>
        StoredDocument.Read(await table.ReadDocument(first, name, cancellationToken), DocumentSerializer.Alert, name) with { Trace = first.GetString(Trace) };
}
