using Azure;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>The parts of transactions, and how many of them one transaction can hold.</summary>
internal static class TableActions
{
    public static TableTransactionAction Add(TableEntity entity) => new(TableTransactionActionType.Add, entity);

    public static TableTransactionAction Put(TableEntity entity) => new(TableTransactionActionType.UpsertReplace, entity);

    public static TableTransactionAction Replace(TableEntity entity, ETag stored) => new(TableTransactionActionType.UpdateReplace, entity, stored);

    /// <summary>Any stored version, but the row must exist.</summary>
    public static TableTransactionAction Replace(TableEntity entity) => Replace(entity, ETag.All);

    /// <summary>The first writing of a row, or its next one.</summary>
    public static TableTransactionAction Write(TableEntity entity, TableEntity? stored) => stored is null ? Add(entity) : Replace(entity, stored.ETag);

    public static TableTransactionAction Merge(TableEntity entity, ETag stored) => new(TableTransactionActionType.UpdateMerge, entity, stored);

    public static TableTransactionAction Delete(string partition, string row) => Delete(partition, row, ETag.All);

    public static TableTransactionAction Delete(string partition, string row, ETag stored) =>
        new(TableTransactionActionType.Delete, new TableEntity(partition, row), stored);

    public static bool FitTogether(IReadOnlyList<TableTransactionAction> actions) =>
        actions.Count <= TableLimits.MaxRows && actions.Sum(TableLimits.WireSize) <= TableLimits.MaxTransactionSize;

    /// <summary>As few transactions as hold all, in order; what is one item stays together.</summary>
    /// <param name="reserved">Rows that the caller adds to each.</param>
    public static IEnumerable<List<T>> Packed<T>(this IEnumerable<T> items, Func<T, IReadOnlyList<TableTransactionAction>> actionsOf, int reserved = 0)
    {
        var pack = new List<T>();
        int rows = reserved, bytes = 0;
        foreach (var item in items)
        {
            var actions = actionsOf(item);
            var size = actions.Sum(TableLimits.WireSize);
            if (pack.Count > 0 && (rows + actions.Count > TableLimits.MaxRows || bytes + size > TableLimits.MaxTransactionSize))
            {
                yield return pack;
                (pack, rows, bytes) = ([], reserved, 0);
            }

            pack.Add(item);
            (rows, bytes) = (rows + actions.Count, bytes + size);
        }

        if (pack.Count > 0)
            yield return pack;
    }
}

/// <summary>Values without a type in tables. Times are UTC ticks, because a table's own times begin in 1601.</summary>
internal static class TableEntityExtensions
{
    public static DateTimeOffset? Time(this TableEntity row, string name) =>
        row.GetInt64(name) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <exception cref="StoreException">The column holds no value of <typeparamref name="T"/>.</exception>
    public static T Word<T>(this TableEntity row, string name, string what)
        where T : struct, Enum =>
        Enum.TryParse<T>(row.GetString(name), out var word) && Enum.IsDefined(word)
            ? word
            : throw StoredDocument.Damaged(what, $"\"{row.GetString(name)}\" is no {typeof(T).Name}");
}
