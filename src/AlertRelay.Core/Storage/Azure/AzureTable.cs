using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>One table. It is created if missing, even if somebody removed it while the program runs.</summary>
internal sealed class AzureTable(TableClient client, AzureErrors faults)
{
    // Names the last writer of a row, to recognise the relay's own write after its response was lost and the request was repeated.
    private const string Writer = "Writer";

    public Task Create(CancellationToken cancellationToken) => faults.Explained(() => client.CreateIfNotExistsAsync(cancellationToken), cancellationToken);

    /// <param name="select">All properties when empty.</param>
    public async Task<TableEntity?> Find(string partition, string row, CancellationToken cancellationToken, params string[] select)
    {
        var found = await Run(
            () => client.GetEntityIfExistsAsync<TableEntity>(partition, row, select.Length == 0 ? null : select, cancellationToken), cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>From a row to another one, the last not included; pages of at most 1,000 rows are fetched as they are needed.</summary>
    public async IAsyncEnumerable<TableEntity> Range(
        string partition, (string From, string To) rows, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken, params string[] select)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {rows.From} and RowKey lt {rows.To}");
        string? token = null;
        do
        {
            var page = await Run(() => Page(filter, token, Math.Clamp(pageSize, 1, 1000), select, cancellationToken), cancellationToken);
            foreach (var entity in page.Values)
                yield return entity;

            token = page.ContinuationToken;
        }
        while (token is not null);
    }

    /// <summary>One transaction. Its first row decides races and contains the writer.</summary>
    /// <returns>False if another writer was first: a row existed, was missing, or had changed.</returns>
    public async Task<bool> Transact(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var writer = Guid.NewGuid().ToString("N");
        var decisive = (TableEntity)actions[0].Entity;
        decisive[Writer] = writer;
        TableLimits.Check(actions);
        try
        {
            await Run(() => client.SubmitTransactionAsync(actions, cancellationToken), cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            var found = await Find(decisive.PartitionKey, decisive.RowKey, cancellationToken, Writer);
            return found?.GetString(Writer) == writer;
        }
    }

    public Task Upsert(TableEntity entity, CancellationToken cancellationToken) =>
        Run(() => client.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken), cancellationToken);

    /// <summary>Missing rows are ignored.</summary>
    public Task Delete(string partition, string row, CancellationToken cancellationToken) =>
        Run(() => client.DeleteEntityAsync(partition, row, ETag.All, cancellationToken), cancellationToken);

    private async Task<Page<TableEntity>> Page(string filter, string? token, int size, string[] select, CancellationToken cancellationToken)
    {
        var pages = client.QueryAsync<TableEntity>(filter, size, select.Length == 0 ? null : select, cancellationToken).AsPages(token, size);
        await foreach (var page in pages)
            return page;

        return global::Azure.Page<TableEntity>.FromValues([], null, null!);
    }

    private async Task<T> Run<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await faults.Explained(work, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == "TableNotFound")
        {
            await Create(cancellationToken);
            return await faults.Explained(work, cancellationToken);
        }
    }
}
