using AlertRelay.Alerts;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

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
