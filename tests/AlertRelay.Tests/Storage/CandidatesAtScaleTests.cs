using System.Diagnostics;
using AlertRelay.Alerts;
using AlertRelay.Storage;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Tests.Storage;

public sealed class CandidatesAtScaleTests
{
    private const int Wanting = 500;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // A ratio on the same machine: reading all would take a hundred times as long, and no time limit holds on a busy one.
    [Fact]
    public async Task Candidates_cost_what_they_are_and_not_what_is_stored()
    {
        using var few = SqliteDatabase.InMemory(TimeProvider.System);
        using var many = SqliteDatabase.InMemory(TimeProvider.System);
        await few.Write(connection => Fill(connection, Wanting), Cancellation);
        await many.Write(connection => Fill(connection, 100 * Wanting), Cancellation);

        var alone = TimeSpan.MaxValue;
        var amongMany = TimeSpan.MaxValue;
        for (var i = 0; i < 15; i++)
        {
            alone = Shorter(alone, await Measure(few));
            amongMany = Shorter(amongMany, await Measure(many));
        }

        Assert.True(amongMany < 10 * alone, $"{alone.TotalMilliseconds:F1} ms alone, {amongMany.TotalMilliseconds:F1} ms among many");
    }

    private static async Task<TimeSpan> Measure(SqliteDatabase database)
    {
        var alert = Samples.Alert("alr_1") with { Areas = [new Area("IR", "Iran"), new Area("IQ", "Iraq")] };
        var started = Stopwatch.GetTimestamp();
        var page = await new SqliteSubscriptionStore(database, TestKeys.Ring, TestRows.Unlogged, RenamedChannels.None)
            .Candidates(alert, null, Wanting, Cancellation);
        var took = Stopwatch.GetElapsedTime(started);

        Assert.Equal(Wanting, page.Subscriptions.Count);
        Assert.Null(page.Cursor);
        return took;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // As many as ever want Iran, the others France; written as rows, which is quicker than adding one by one.
    private static bool Fill(SqliteConnection connection, int all)
    {
        using var add = new Statement(connection, "INSERT INTO subscriptions (id, tenant, version, subscription) VALUES ($id, 'acme', 1, $document)");
        using var file = new Statement(connection, "INSERT INTO subscription_index VALUES ($entry, $id)");
        for (var i = 0; i < all; i++)
        {
            var subscription = Samples.Subscription(i) with { Filter = new Filter { Countries = [i % (all / Wanting) == 0 ? "IR" : "FR"] } };
            add.Run(subscription.Id, StoredDocument.Write(subscription, DocumentSerializer.Subscription));
            foreach (var entry in FilterIndex.EntriesOf(subscription))
                file.Run(entry, subscription.Id);
        }

        return true;
    }
}
