using AlertRelay.Maintenance;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Storage;

namespace AlertRelay.Tests.Maintenance;

public sealed class LeasedTaskTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(24, false, 24)]
    [InlineData(24, true, 1)]
    [InlineData(1, false, 1)]
    [InlineData(1, true, 1)]
    public async Task Work_that_was_done_waits_for_its_interval_and_work_that_failed_for_an_hour(int interval, bool fails, int hoursUntilNext)
    {
        var task = new Task1(new SqlitePollLease(_folder.Open()), ":one", TimeSpan.FromHours(interval)) { Fails = fails };
        var other = new Task1(new SqlitePollLease(_folder.Open()), ":two", TimeSpan.FromHours(interval));
        await Run(task);
        await Run(other);
        Assert.Equal((1, 1), (task.Runs, other.Runs));

        _folder.Time.Advance(TimeSpan.FromHours(hoursUntilNext) - TimeSpan.FromTicks(1));
        await Run(task);
        Assert.Equal(1, task.Runs);

        _folder.Time.Advance(TimeSpan.FromTicks(1));
        await Run(task);
        Assert.Equal(2, task.Runs);
    }

    private static async Task Run(Task1 task)
    {
        try
        {
            await task.Run(Cancellation);
        }
        catch (IOException) when (task.Fails)
        {
        }
    }

    private sealed class Task1(SqlitePollLease lease, string name, TimeSpan interval) : LeasedTask(lease, name, interval)
    {
        public bool Fails { get; init; }

        public int Runs { get; private set; }

        protected override Task Work(CancellationToken cancellationToken)
        {
            Runs++;
            return Fails ? throw new IOException("no") : Task.CompletedTask;
        }
    }
}
