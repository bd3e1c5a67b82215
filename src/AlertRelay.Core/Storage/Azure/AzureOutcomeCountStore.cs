using AlertRelay.Deliveries;
using Azure.Data.Tables;

namespace AlertRelay.Storage.Azure;

/// <summary>Table "counts", partition "outcomes": rows "all|hour|process" and "tenant|name|hour|process". A hundred rows are one transaction.</summary>
internal sealed class AzureOutcomeCountStore(AzureStorage storage) : IOutcomeCountStore
{
    private const string Partition = "outcomes", All = "all", OfTenant = "tenant", Hour = "Hour";

    private readonly AzureTable _table = storage.Counts;

    public async Task Save(string process, IReadOnlyList<OutcomeCount> counts, CancellationToken cancellationToken)
    {
        foreach (var batch in counts.Select(count => TableActions.Put(Row(process, count))).Packed(put => [put]))
            await _table.Transact(batch, cancellationToken);
    }

    public async Task<DeliveryOutcomes> Sum(string? tenant, DateTimeOffset firstHour, CancellationToken cancellationToken)
    {
        var (_, to) = Below(tenant);
        var sum = DeliveryOutcomes.None;
        await foreach (var row in _table.Range(Partition, (Key(tenant, firstHour), to), 1000, cancellationToken))
            sum += Read(row);

        return sum;
    }

    public async Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = new List<TableTransactionAction>();
        await foreach (var row in _table.Range(Partition, ("", "~"), 1000, cancellationToken, "PartitionKey", "RowKey", Hour))
        {
            if (row.GetInt64(Hour) < before.UtcTicks)
                old.Add(TableActions.Delete(Partition, row.RowKey));
        }

        foreach (var batch in old.Packed(delete => [delete]))
            await _table.Transact(batch, cancellationToken);
        return old.Count;
    }

    private static TableEntity Row(string process, OutcomeCount count) =>
        new(Partition, $"{Key(count.Tenant, count.Hour)}|{process}")
        {
            [Hour] = count.Hour.UtcTicks,
            [nameof(DeliveryOutcomes.Delivered)] = count.Outcomes.Delivered,
            [nameof(DeliveryOutcomes.Failed)] = count.Outcomes.Failed,
            [nameof(DeliveryOutcomes.Dead)] = count.Outcomes.Dead,
            [nameof(DeliveryOutcomes.Silenced)] = count.Outcomes.Silenced,
            [nameof(DeliveryOutcomes.Superseded)] = count.Outcomes.Superseded,
        };

    private static DeliveryOutcomes Read(TableEntity row) => new(
        Number(row, nameof(DeliveryOutcomes.Delivered)), Number(row, nameof(DeliveryOutcomes.Failed)), Number(row, nameof(DeliveryOutcomes.Dead)),
        Number(row, nameof(DeliveryOutcomes.Silenced)), Number(row, nameof(DeliveryOutcomes.Superseded)));

    private static long Number(TableEntity row, string name) => row.GetInt64(name) ?? 0;

    private static (string From, string To) Below(string? tenant) => tenant is null ? TableKey.Below(All) : TableKey.Below(OfTenant, tenant);

    private static string Key(string? tenant, DateTimeOffset hour) =>
        tenant is null ? TableKey.Of(All, TableKey.Number(hour.UtcTicks)) : TableKey.Of(OfTenant, tenant, TableKey.Number(hour.UtcTicks));
}
