using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// What Azure accepts (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model and
/// .../performing-entity-group-transactions). Checked here because emulators accept more. A transaction that exceeds a limit is a bug of the relay.
/// </summary>
internal static class TableLimits
{
    public const int MaxRows = 100;

    public const int MaxBinary = 64 * 1024;

    /// <summary>Characters: 64 KiB of UTF-16.</summary>
    public const int MaxString = 32 * 1024;

    /// <summary>Characters: 1 KiB of UTF-16.</summary>
    public const int MaxKey = 512;

    public const int MaxProperties = 252;

    public const int MaxRowSize = 1024 * 1024;

    /// <summary>Bytes on the wire. Azure's limit is 4 MiB; the rest is a margin for what is estimated here.</summary>
    public const int MaxTransactionSize = 3_500_000;

    // The overhead of one request within a batch, and of one property.
    private const int WireOfRow = 1500, WireOfProperty = 80;

    /// <exception cref="InvalidOperationException">Azure would refuse the transaction.</exception>
    public static void Check(IReadOnlyList<TableTransactionAction> actions)
    {
        Require(actions.Count is > 0 and <= MaxRows, $"a transaction has 1 to {MaxRows} rows, not {actions.Count}");
        Require(actions.Select(action => action.Entity.PartitionKey).Distinct().Count() == 1, "a transaction has one partition");
        Require(actions.Select(action => action.Entity.RowKey).Distinct().Count() == actions.Count, "a transaction has each row once");
        Require(actions.Sum(WireSize) <= MaxTransactionSize, $"a transaction has at most {MaxTransactionSize} bytes");
        foreach (var action in actions.Where(action => action.ActionType != TableTransactionActionType.Delete))
            Check((TableEntity)action.Entity);
    }

    /// <summary>Bytes of this row in a transaction, rounded up.</summary>
    public static int WireSize(TableTransactionAction action) =>
        WireOfRow + (action.Entity is TableEntity entity && action.ActionType != TableTransactionActionType.Delete
            ? entity.Sum(property => WireOfProperty + WireSize(property.Value))
            : 0);

    private static void Check(TableEntity entity)
    {
        Require(entity.Count <= MaxProperties, $"a row has at most {MaxProperties} properties");
        Require(RowSize(entity) <= MaxRowSize, $"a row has at most {MaxRowSize} bytes");
        foreach (var key in new[] { entity.PartitionKey, entity.RowKey })
            Require(key.Length <= MaxKey && !key.Any(IsForbidden), $"the key \"{key}\" cannot be one");

        foreach (var (name, value) in entity)
            Require(Fits(value), $"the property {name} is too long");
    }

    private static bool IsForbidden(char character) => character is '/' or '\\' or '#' or '?' or '%' || char.IsControl(character);

    private static bool Fits(object? value) => value switch
    {
        byte[] bytes => bytes.Length <= MaxBinary,
        string text => text.Length <= MaxString,
        _ => true,
    };

    // A letter beyond ASCII is sent as an escape of six characters, bytes as base64.
    private static int WireSize(object? value) => value switch
    {
        byte[] bytes => (bytes.Length + 2) / 3 * 4,
        string text => text.Sum(character => char.IsAsciiLetterOrDigit(character) ? 1 : 6),
        _ => 32,
    };

    // As the page on the data model counts, except for bytes: the emulator counts them as base64, and this is to hold for both.
    private static int RowSize(TableEntity entity) => 4 + entity.Sum(property => 8 + property.Key.Length * 2 + property.Value switch
    {
        byte[] bytes => WireSize(bytes) + 4,
        string text => text.Length * 2 + 4,
        _ => 16,
    });

    private static void Require(bool holds, string rule)
    {
        if (!holds)
            throw new InvalidOperationException($"Azure Tables would refuse this: {rule}.");
    }
}
