using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>
/// A <see cref="StoredDocument"/> in rows: JSON as one property while it is short; else its compressed bytes over as many properties, and over
/// as many rows, as they need. The first row says how many rows and bytes there are.
/// </summary>
internal static class DocumentRows
{
    private const string Json = "Json", Bytes = "Bytes", Rows = "Rows", Length = "Length";

    // With 64 KiB each a row stays below the 1 MiB that it may have, also where base64 is counted.
    private const int PropertiesPerRow = 11;

    private const int BytesPerRow = PropertiesPerRow * TableLimits.MaxBinary;

    public static List<TableEntity> Write(string partition, string row, object document)
    {
        var first = new TableEntity(partition, row);
        if (document is string json)
            first[Json] = json;

        var parts = document is byte[] bytes ? bytes.Chunk(BytesPerRow).ToArray() : [];
        first[Rows] = Math.Max(1, parts.Length);
        first[Length] = parts.Sum(part => part.Length);
        var rows = new List<TableEntity> { first };
        for (var i = 1; i < parts.Length; i++)
            rows.Add(new TableEntity(partition, Continuation(row, i)));

        for (var i = 0; i < parts.Length; i++)
            Fill(rows[i], parts[i]);

        return rows;
    }

    /// <summary>Of all the rows of a document, or of many documents, the first ones.</summary>
    public static bool IsFirst(TableEntity row) => row.ContainsKey(Rows);

    /// <summary>The keys of all rows of the document that begins with this one.</summary>
    public static IEnumerable<string> Keys(TableEntity first) =>
        Enumerable.Range(0, first.GetInt32(Rows) ?? 1).Select(i => i == 0 ? first.RowKey : Continuation(first.RowKey, i));

    /// <param name="others">Rows by key, the continuations of this one among them.</param>
    /// <param name="name">Of the document, for the operator.</param>
    /// <exception cref="StoreException">A part is missing or has another length.</exception>
    public static object Read(TableEntity first, IReadOnlyDictionary<string, TableEntity> others, string name)
    {
        if (first.GetString(Json) is { } json)
            return json;

        var whole = new MemoryStream();
        foreach (var key in Keys(first))
        {
            var row = key == first.RowKey ? first : others.GetValueOrDefault(key) ?? throw StoredDocument.Damaged(name, "a part of it is missing");
            for (var i = 0; i < PropertiesPerRow && row.GetBinary($"{Bytes}{i}") is { } part; i++)
                whole.Write(part);
        }

        return whole.Length == first.GetInt32(Length) ? whole.ToArray() : throw StoredDocument.Damaged(name, "its parts do not fit together");
    }

    /// <summary>One read for a document of one row.</summary>
    public static async Task<object> ReadDocument(this AzureTable table, TableEntity first, string name, CancellationToken cancellationToken)
    {
        var others = new Dictionary<string, TableEntity>();
        foreach (var key in Keys(first).Skip(1))
        {
            if (await table.Find(first.PartitionKey, key, cancellationToken) is { } row)
                others[key] = row;
        }

        return Read(first, others, name);
    }

    /// <summary>Deletes the documents of a range that have ended.</summary>
    /// <param name="column">What else is read of a first row to decide that.</param>
    /// <returns>How many there were.</returns>
    public static async Task<int> DeleteDocuments(
        this AzureTable table, string partition, (string From, string To) range, Func<TableEntity, bool> hasEnded, string column,
        CancellationToken cancellationToken)
    {
        var ended = new List<TableEntity>();
        await foreach (var row in table.Range(partition, range, 1000, cancellationToken, "PartitionKey", "RowKey", Rows, column))
        {
            if (hasEnded(row))
                ended.Add(row);
        }

        foreach (var key in ended.SelectMany(Keys))
            await table.Delete(partition, key, cancellationToken);

        return ended.Count;
    }

    private static string Continuation(string row, int number) => $"{row}|{number:D3}";

    private static void Fill(TableEntity row, byte[] bytes)
    {
        var number = 0;
        foreach (var part in bytes.Chunk(TableLimits.MaxBinary))
            row[$"{Bytes}{number++}"] = part;
    }
}
