using System.Globalization;
using AlertRelay.Deliveries;
using Azure;
using Azure.Data.Tables;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Storage.Azure;

/// <summary>One delivery of the ledger with everything that its rows hold.</summary>
internal sealed record LedgerEntry
{
    // A row has at most 252 properties, and manual attempts exceed the schedule. The oldest are dropped.
    private const int MaxAttempts = 100;

    private LedgerEntry() { }

    public required DeliveryRecord Delivery { get; init; }

    /// <summary>By number.</summary>
    private SortedDictionary<int, string> Stored { get; init; } = [];

    /// <summary>Its row in the subscription's list. It never changes, so that the list is stable while it is read page by page.</summary>
    public required string ListedAs { get; init; }

    /// <summary>Empty unless it is pending.</summary>
    private string DueAs { get; init; } = "";

    /// <summary>Whether it has its row in the list of the undelivered. Version 0.1 wrote none.</summary>
    private bool IsInUndelivered { get; init; }

    /// <summary>Of the ledger's row; null while there is none.</summary>
    private ETag? ETag { get; init; }

    public IReadOnlyList<Attempt> Attempts => [.. Stored.Select(attempt => LedgerRows.Read(Delivery, attempt.Key, attempt.Value))];

    public static LedgerEntry New(DeliveryRecord delivery, DateTimeOffset now) => new()
    {
        Delivery = delivery,
        ListedAs = LedgerRows.ListedKey(delivery.SubscriptionId, now.UtcTicks, delivery.Id),
        DueAs = DueAsOf(delivery),
    };

    public static LedgerEntry Read(TableEntity row) => new()
    {
        Delivery = LedgerRows.Read(row),
        Stored = new SortedDictionary<int, string>(row
            .Where(property => property.Key.StartsWith(LedgerRows.Attempt, StringComparison.Ordinal))
            .ToDictionary(property => NumberOf(property.Key), property => (string)property.Value)),
        ListedAs = row.GetString(LedgerRows.ListedAs),
        DueAs = row.GetString(LedgerRows.DueAs) ?? "",
        IsInUndelivered = row.GetBoolean(LedgerRows.IsUndelivered) ?? false,
        ETag = row.ETag,
    };

    public LedgerEntry With(DeliveryRecord delivery) =>
        this with { Delivery = delivery with { Sequence = delivery.Sequence ?? Delivery.Sequence }, DueAs = DueAsOf(delivery) };

    /// <summary>A repeated or late record must not undo a newer one, unless it shows that the message arrived.</summary>
    public LedgerEntry Recorded(DeliveryRecord delivery, Attempt attempt)
    {
        var isNews = delivery.Attempts > Delivery.Attempts
            || (delivery.Attempts == Delivery.Attempts && delivery.Status == DeliveryStatus.Delivered && Delivery.Status != DeliveryStatus.Delivered);
        return isNews ? With(delivery).With(attempt) : With(attempt);
    }

    public LedgerEntry With(Attempt attempt)
    {
        if (Stored.ContainsKey(attempt.Number))
            return this;

        var stored = new SortedDictionary<int, string>(Stored) { [attempt.Number] = LedgerRows.Write(attempt) };
        return this with { Stored = new SortedDictionary<int, string>(stored.TakeLast(MaxAttempts).ToDictionary()) };
    }

    /// <param name="before">As it is stored; null when it is not.</param>
    public IReadOnlyList<TableTransactionAction> ChangesFrom(LedgerEntry? before)
    {
        var ledger = LedgerRow();
        var actions = new List<TableTransactionAction>
        {
            ETag is { } stored ? TableActions.Replace(ledger, stored) : TableActions.Add(ledger),
            before is null ? TableActions.Add(LedgerRows.Row(Delivery, ListedAs)) : TableActions.Put(LedgerRows.Row(Delivery, ListedAs)),
        };
        if (before is { DueAs.Length: > 0 } && before.DueAs != DueAs)
            actions.Add(TableActions.Delete(ledger.PartitionKey, before.DueAs));

        if (DueAs.Length > 0)
            actions.Add(TableActions.Put(LedgerRows.Row(Delivery, DueAs)));

        if (Delivery.Status != DeliveryStatus.Delivered)
            actions.Add(TableActions.Put(LedgerRows.Row(Delivery, LedgerRows.UndeliveredKey(ListedAs))));
        else if (before is { IsInUndelivered: true })
            actions.Add(TableActions.Delete(ledger.PartitionKey, LedgerRows.UndeliveredKey(ListedAs)));

        return actions;
    }

    private TableEntity LedgerRow()
    {
        var row = LedgerRows.Row(Delivery, LedgerRows.LedgerKey(Delivery.Id));
        row[LedgerRows.ListedAs] = ListedAs;
        row[LedgerRows.DueAs] = DueAs;
        row[LedgerRows.IsUndelivered] = Delivery.Status == DeliveryStatus.Delivered ? null : true;
        foreach (var (number, attempt) in Stored)
            row[LedgerRows.Attempt + number.ToString(CultureInfo.InvariantCulture)] = attempt;

        return row;
    }

    private static int NumberOf(string property) => int.Parse(property.AsSpan(LedgerRows.Attempt.Length), CultureInfo.InvariantCulture);

    // A pending delivery without a time would never be sent.
    private static string DueAsOf(DeliveryRecord delivery) =>
        delivery.Status == DeliveryStatus.Pending ? LedgerRows.DueKey(delivery.NextAttemptAt ?? delivery.UpdatedAt, delivery.Id) : "";
}
