using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

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
