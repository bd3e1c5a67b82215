using AlertRelay.Deliveries;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Table "outcome_counts". The tenant '' is all tenants together.</summary>
internal sealed class SqliteOutcomeCountStore(SqliteDatabase database) : IOutcomeCountStore
{
    private const string OfAll = "";

    private const string DeleteBatch =
        "DELETE FROM outcome_counts WHERE (tenant, hour, process) IN "
        + "(SELECT tenant, hour, process FROM outcome_counts WHERE hour < $before ORDER BY hour LIMIT $batch)";

    public Task Save(string process, IReadOnlyList<OutcomeCount> counts, CancellationToken cancellationToken) => database.Write(
        connection =>
        {
            using var save = new Statement(
                connection,
                "INSERT INTO outcome_counts (tenant, hour, process, delivered, failed, dead, silenced, superseded) "
                + "VALUES ($tenant, $hour, $process, $delivered, $failed, $dead, $silenced, $superseded) ON CONFLICT (tenant, hour, process) DO UPDATE SET "
                + "delivered = excluded.delivered, failed = excluded.failed, dead = excluded.dead, silenced = excluded.silenced, "
                + "superseded = excluded.superseded");
            foreach (var (tenant, hour, all) in counts)
                save.Run(tenant ?? OfAll, hour.UtcTicks, process, all.Delivered, all.Failed, all.Dead, all.Silenced, all.Superseded);
            return true;
        },
        cancellationToken);

    public Task<DeliveryOutcomes> Sum(string? tenant, DateTimeOffset firstHour, CancellationToken cancellationToken) => database.Read(
        connection => connection.Query(
            "SELECT total(delivered), total(failed), total(dead), total(silenced), total(superseded) FROM outcome_counts "
            + "WHERE tenant = $tenant AND hour >= $hour",
            reader => new DeliveryOutcomes(
                (long)reader.GetDouble(0), (long)reader.GetDouble(1), (long)reader.GetDouble(2), (long)reader.GetDouble(3), (long)reader.GetDouble(4)),
            ("$tenant", tenant ?? OfAll), ("$hour", firstHour.UtcTicks)).Single(),
        cancellationToken);

    /// <summary>Adds what a transaction of the ledger itself has dead-lettered.</summary>
    public static void AddDead(SqliteConnection connection, string tenant, DateTimeOffset at, int count)
    {
        using var add = new Statement(
            connection,
            "INSERT INTO outcome_counts (tenant, hour, process, delivered, failed, dead, silenced, superseded) "
            + "VALUES ($tenant, $hour, 'ledger', 0, 0, $dead, 0, 0) ON CONFLICT (tenant, hour, process) DO UPDATE SET dead = dead + excluded.dead");
        foreach (var one in (string[])[tenant, OfAll])
            add.Run(one, OutcomeCounts.HourOf(at).UtcTicks, count);
    }

    public Task<int> Forget(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.ForgetRows(DeleteBatch, before.UtcTicks, cancellationToken);
}
