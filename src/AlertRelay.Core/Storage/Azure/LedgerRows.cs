using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using Azure.Data.Tables;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// Table "ledger", in the shards of the subscriptions. A delivery is "ledger|delivery", with its attempts, where the ids of one alert's
/// deliveries lie side by side (<see cref="DeliveryId"/>); "listed|subscription|falling time|delivery" for the subscription's list;
/// "due|time|delivery" while it is pending; "undelivered|falling time|delivery" in every state but delivered. All of them are in one partition and
/// change together, and fifty new deliveries fit into a transaction; what was tried of a page is one query for each of its shards. The price: two
/// rows for each delivery that succeeds, and eight queries to ask what is due.
/// </summary>
internal static class LedgerRows
{
    public const string Ledger = "ledger", Listed = "listed", Due = "due", Undelivered = "undelivered";

    public const string AlertId = "Alert", SubscriptionId = "Subscription", ListedAs = "ListedAs", DueAs = "DueAs", Attempt = "Attempt_";

    public const string IsUndelivered = "Undelivered";

    /// <summary>What <see cref="Read(TableEntity)"/> needs: a delivery without its attempts.</summary>
    public static readonly string[] DeliveryColumns =
    [
        "PartitionKey", "RowKey", AlertId, SubscriptionId, "Status", "Attempts", "UpdatedAt", "NextAttemptAt", "Number", "Reason", "SupersededBy", "Requested",
        "Interrupted",
        "Deferrals", "FirstAttemptAt", DueAs,
    ];

    // Of 32 K characters that a property may have; reasons are a line.
    private const int MaxReason = 4000;

    public static string LedgerKey(string alertId, string subscriptionId) => LedgerKey(DeliveryId.Of(alertId, subscriptionId));

    public static string LedgerKey(string deliveryId) => TableKey.Of(Ledger, deliveryId);

    public static string DueKey(DateTimeOffset at, string deliveryId) => TableKey.Of(Due, TableKey.Number(at.UtcTicks), deliveryId);

    /// <param name="place">Falls with time; see <see cref="Place"/>.</param>
    public static string ListedKey(string subscriptionId, long place, string deliveryId) =>
        TableKey.Of(Listed, subscriptionId, TableKey.Falling(place), TableKey.Falling(Place(deliveryId)));

    /// <summary>In the order of the subscriptions' lists.</summary>
    public static string UndeliveredKey(string listedAs) => string.Join('|', listedAs.Split('|')[^2..].Prepend(Undelivered));

    /// <summary>A number for each delivery, so that two of one moment have an order, and a cursor is two numbers.</summary>
    private static long Place(string deliveryId) =>
        long.Parse(deliveryId.AsSpan("dlv_".Length, 15), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public static TableEntity Row(DeliveryRecord delivery, string key) => new(Shards.Of(delivery.SubscriptionId), key)
    {
        [AlertId] = delivery.AlertId,
        [SubscriptionId] = delivery.SubscriptionId,
        ["Status"] = delivery.Status.ToString(),
        ["Attempts"] = delivery.Attempts,
        ["UpdatedAt"] = delivery.UpdatedAt.UtcTicks,
        ["NextAttemptAt"] = delivery.NextAttemptAt?.UtcTicks,
        ["Number"] = delivery.Sequence,
        ["SupersededBy"] = delivery.SupersededBy,
        ["Requested"] = delivery.IsRequested ? true : null,
        ["Interrupted"] = delivery.IsInterrupted ? true : null,
        ["Deferrals"] = delivery.Deferrals == 0 ? null : delivery.Deferrals,
        ["FirstAttemptAt"] = delivery.FirstAttemptAt?.UtcTicks,
        ["Reason"] = delivery.Reason is { Length: > MaxReason } reason ? reason[..MaxReason] : delivery.Reason,
    };

    public static DeliveryRecord Read(TableEntity row) => new(
        row.GetString(AlertId),
        row.GetString(SubscriptionId),
        row.Word<DeliveryStatus>("Status", $"delivery of {row.GetString(AlertId)} to {row.GetString(SubscriptionId)}"),
        row.GetInt32("Attempts") ?? 0,
        row.Time("UpdatedAt") ?? default,
        row.Time("NextAttemptAt"),
        row.GetString("Reason"),
        row.GetInt64("Number"))
    {
        SupersededBy = row.GetString("SupersededBy"),
        IsRequested = row.GetBoolean("Requested") ?? false,
        IsInterrupted = row.GetBoolean("Interrupted") ?? false,
        Deferrals = row.GetInt32("Deferrals") ?? 0,
        FirstAttemptAt = row.Time("FirstAttemptAt"),
        LeasedUntil = DueTime(row.GetString(DueAs)) is { } due && row.Time("NextAttemptAt") is { } next && due != next ? due : null,
    };

    /// <summary>From its row in the list of the due, whose key shows whether it was leased before.</summary>
    public static DeliveryRecord ReadDue(TableEntity row) =>
        Read(row) is var delivery && DueTime(row.RowKey) is { } due && delivery.NextAttemptAt is { } next && due != next
            ? (delivery with { LeasedUntil = due }).Leased()
            : delivery;

    /// <summary>The time within the key of its row in the list of the due; null if it has none.</summary>
    private static DateTimeOffset? DueTime(string? key) =>
        key is { Length: > 0 } && long.TryParse(key.Split('|')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    public static string Write(Attempt attempt) => JsonSerializer.Serialize(
        new StoredAttempt(
            attempt.At, attempt.Took, attempt.StatusCode, attempt.Error, StoredResponseStart.Of(attempt.ResponseStart), attempt.TraceId, attempt.Timings),
        LedgerJson.Default.StoredAttempt);

    public static Attempt Read(DeliveryRecord delivery, int number, string stored)
    {
        var name = $"attempt {number} of delivery {delivery.Id}";
        var attempt = StoredDocument.Read(stored, LedgerJson.Default.StoredAttempt, name);
        return new Attempt(
            delivery.AlertId,
            delivery.SubscriptionId,
            number,
            attempt.At,
            attempt.Took,
            attempt.StatusCode,
            attempt.Error,
            attempt.Response,
            attempt.TraceId,
            attempt.Timings);
    }

    internal sealed record StoredAttempt(
        DateTimeOffset At, TimeSpan Took, int? StatusCode, string? Error, string? Response, string? TraceId = null, SendTimings? Timings = null);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerRows.StoredAttempt))]
internal sealed partial class LedgerJson : JsonSerializerContext;
