using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Storage.Sqlite;
using SQLitePCL;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Storage;

/// <summary>By which index SQLite finds rows. It has no statistics, so an index that is added for one list may take over another statement.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private readonly SqliteDatabase _database = SqliteDatabase.InMemory(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Due_deliveries_are_found_by_their_time()
    {
        var store = new SqliteDeliveryStore(_database, TestRows.Unlogged);
        await store.Save(new DeliveryRecord("alr_1", "sub_1", DeliveryStatus.Pending, 1, Samples.Noon, Samples.Noon), Cancellation);

        var plans = await Plans(
            async () =>
            {
                Assert.Equal(1, await store.BringForward(Samples.Noon.AddHours(-1), Samples.Noon, Cancellation));
                Assert.Single(await store.TakeDue(Samples.Noon, TimeSpan.FromMinutes(1), 10, Cancellation));
            },
            statement => statement.Contains("due_at <= ", StringComparison.Ordinal) || statement.Contains("due_at > ", StringComparison.Ordinal));

        Assert.Equal(4, plans.Count);
        Assert.All(plans, plan => Assert.Matches(@"^SEARCH deliveries USING (COVERING )?INDEX deliveries_due \(due_at[<>]\?\)$", plan));
    }

    [Fact]
    public async Task Pending_deliveries_of_a_deleted_subscription_are_found_among_its_own()
    {
        var plans = await Plans(
            () => _database.Write(
                connection =>
                {
                    DeliveryRows.DeadLetterPending(connection, "sub_1", "acme", Samples.Noon);
                    return true;
                },
                Cancellation),
            statement => statement.StartsWith("UPDATE", StringComparison.Ordinal));

        Assert.Equal("SEARCH deliveries USING INDEX deliveries_by_subscription (subscription_id=?)", Assert.Single(plans));
    }

    [Theory]
    [InlineData("sub_1", null, null, "audit_by_subject (subject=? AND id>? AND id<?)")]
    [InlineData("sub_1", "acme", "subscription.changed", "audit_by_subject (subject=? AND id>? AND id<?)")]
    [InlineData("sub_1", null, "subscription.changed", "audit_by_subject (subject=? AND id>? AND id<?)")]
    [InlineData(null, "acme", "subscription.changed", "audit_by_tenant_and_action (tenant=? AND action=? AND id>? AND id<?)")]
    [InlineData(null, "acme", null, "audit_by_tenant (tenant=? AND id>? AND id<?)")]
    [InlineData(null, null, "subscription.changed", "audit_by_action (action=? AND id>? AND id<?)")]
    [InlineData(null, null, null, "sqlite_autoindex_audit_1 (id>? AND id<?)")]
    public async Task Entries_of_the_audit_log_are_found_by_what_narrows_them_most(string? subject, string? tenant, string? action, string index)
    {
        var store = new SqliteAuditStore(_database, TestKeys.Ring, TestRows.Unlogged);
        var query = new AuditQuery { Subject = subject, Tenant = tenant, Action = action, NewestFirst = true };

        var plans = await Plans(() => store.List(query, Cancellation), statement => statement.Contains("FROM audit", StringComparison.Ordinal));

        Assert.Equal($"SEARCH audit USING INDEX {index}", Assert.Single(plans));
    }

    [Fact]
    public async Task A_search_for_words_loads_no_more_alerts_than_a_page_has_and_one_while_they_match()
    {
        var store = new SqliteAlertStore(_database, TestRows.Unlogged);
        for (var number = 1; number <= 20; number++)
            await store.Append(Samples.Alert($"alr_{number}") with { Text = number > 4 ? "Leave now." : "Stay." }, Cancellation);
        var query = new AlertQuery { Words = ["leave"], Limit = 4 };

        var statements = await Statements(async () => Assert.Equal(4, (await store.List(query, Cancellation)).Alerts.Count));

        var loading = Assert.Single(statements, statement => statement.StartsWith("SELECT sequence, detected_at, id, alert", StringComparison.Ordinal));
        Assert.Equal(5, await _database.Read(connection => connection.Number($"SELECT count(*) FROM ({loading})"), Cancellation));
        Assert.Equal(3, (await store.List(query with { Words = ["stay"], Limit = 3 }, Cancellation)).Alerts.Count);
    }

    /// <returns>The steps of each statement that <paramref name="work"/> runs and that is wanted.</returns>
    private async Task<List<string>> Plans(Func<Task> work, Func<string, bool> isWanted)
    {
        var statements = await Statements(work);
        return await _database.Read(
            connection => statements.Where(isWanted)
                .Select(statement => string.Join("; ", connection.Query($"EXPLAIN QUERY PLAN {statement}", reader => reader.GetString(3)))).ToList(),
            Cancellation);
    }

    private async Task<List<string>> Statements(Func<Task> work)
    {
        var statements = new List<string>();
        await Trace((_, statement) => statements.Add(statement));
        await work();
        await Trace(null);
        return statements;
    }

    // A database in memory has one connection, which writes and reads.
    private Task<bool> Trace(strdelegate_trace? trace) => _database.Write(
        connection =>
        {
            raw.sqlite3_trace(connection.Handle, trace, null);
            return true;
        },
        Cancellation);
}
