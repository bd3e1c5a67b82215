using AlertRelay.Maintenance;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlertRelay.Tests.Maintenance;

public sealed class ReEncryptionTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_an_upgrade_it_runs_although_the_version_before_has_run_today()
    {
        var database = _folder.Open();
        using var subscriptions = TestRows.Subscriptions(database, TestKeys.Ring);
        await subscriptions.Add(Samples.Subscription(1), Cancellation);
        await TestRows.ForgetWhichAreQuiet(database);
        await new SqlitePollLease(database).TryTake(":sealing", TimeSpan.FromDays(1), Cancellation);

        await new ReEncryption(
            subscriptions, new SqliteAuditStore(database, TestKeys.Ring, TestRows.Unlogged), new SqlitePollLease(database), NullLogger<ReEncryption>.Instance)
            .Run(Cancellation);

        Assert.Equal(0, await database.Read(connection => connection.Number("SELECT count(*) FROM subscriptions WHERE quiet = 2"), Cancellation));
    }
}
