using AlertRelay.Deliveries.FanOut;
using AlertRelay.Polling;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Observability;
using AlertRelay.Tests.Storage;

namespace AlertRelay.Tests.Polling;

public sealed class OutboxTests
{
    [Fact]
    public async Task What_somebody_who_polls_has_found_is_left_to_him_and_swept_when_his_lease_is_over()
    {
        await using var trial = await Trial.Start();
        var relay = trial.Relay(trial.Sqlite);
        var alert = Samples.Alert($"alr_{trial.Channel}");
        await relay.Get<IChannelStore>().Commit(Samples.ChannelState(alert.Channel, 1), [], [alert], Trial.Cancellation);
        var outbox = relay.Get<Outbox>();
        using var database = SqliteDatabase.Open(trial.Sqlite.Path, trial.Time);
        var other = new SqlitePollLease(database);
        Assert.True(await other.TryTake(alert.Channel, TimeSpan.FromMinutes(2), Trial.Cancellation));

        Assert.Equal(0, await outbox.PublishRemaining(Trial.Cancellation));
        Assert.Empty(await relay.Get<IWorkQueue>().Take(10, TimeSpan.FromMinutes(1), Trial.Cancellation));
        trial.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(1, await outbox.PublishRemaining(Trial.Cancellation));
        Assert.Single(await relay.Get<IWorkQueue>().Take(10, TimeSpan.FromMinutes(1), Trial.Cancellation));
        Assert.True(await other.TryTake(alert.Channel, TimeSpan.FromMinutes(2), Trial.Cancellation));
    }
}
