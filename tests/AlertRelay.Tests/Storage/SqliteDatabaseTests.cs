using AlertRelay.Deliveries;
using AlertRelay.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_is_not_there_is_made_for_this_user_alone()
    {
        var folder = Path.Combine(_folder.Folder, "a", "b");
        SqliteDatabase.Open(folder, _folder.Time).Dispose();

        Assert.True(File.Exists(Path.Combine(folder, "alertrelay.db")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_database_and_the_files_beside_it_are_for_this_user_alone(bool wasOpenToOthers)
    {
        if (OperatingSystem.IsWindows())
            return;

        if (wasOpenToOthers)
        {
            _folder.Open().Dispose();
            File.SetUnixFileMode(Path.Combine(_folder.Folder, SqliteDatabase.FileName), (UnixFileMode)0b110_110_100);
        }

        var database = _folder.Open();
        await new SqliteChannelStore(database, TestRows.Unlogged).Commit(Samples.ChannelState("a", 1), [], [], Cancellation);

        var files = Directory.GetFiles(_folder.Folder, SqliteDatabase.FileName + "*");
        Assert.Equal(3, files.Length);
        foreach (var file in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_failed_write_leaves_nothing_behind()
    {
        var database = _folder.Open();
        await Assert.ThrowsAsync<NotSupportedException>(() => database.Write<int>(
            connection =>
            {
                connection.Execute("INSERT INTO outbox (id, alert) VALUES ('alr_1', '{}')");
                throw new NotSupportedException();
            },
            Cancellation));

        Assert.Empty(await new SqliteChannelStore(database, TestRows.Unlogged).Outbox(10, Cancellation));
        Assert.True(await new SqliteChannelStore(database, TestRows.Unlogged).Commit(Samples.ChannelState("a", 1), [], [], Cancellation));
    }

    [Fact]
    public async Task Who_writes_when_it_is_closed_is_let_finish_and_who_waits_is_refused()
    {
        var database = SqliteDatabase.Open(_folder.Folder, _folder.Time);
        using ManualResetEventSlim writing = new(), goOn = new();
        var written = Task.Run(() => database.Write(
            connection =>
            {
                writing.Set();
                goOn.Wait(Cancellation);
                return connection.Execute("INSERT INTO outbox (id, alert) VALUES ('alr_1', '{}')");
            },
            Cancellation), Cancellation);
        writing.Wait(Cancellation);
        var waits = database.Write(connection => connection.Execute("DELETE FROM outbox"), Cancellation);

        var closed = Task.Run(database.Dispose, Cancellation);
        while (await Record.ExceptionAsync(() => database.Read(connection => connection.Number("SELECT 1"), Cancellation)) is not ObjectDisposedException)
            await Task.Yield();
        goOn.Set();

        await closed;
        Assert.Equal(1, await written);
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => waits);
        using var opened = SqliteDatabase.Open(_folder.Folder, _folder.Time);
        Assert.Single(await opened.Read(connection => connection.Query("SELECT id FROM outbox", reader => reader.GetString(0)), Cancellation));
    }

    [Fact]
    public async Task Twenty_starts_at_once_make_one_schema()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => SqliteDatabase.Open(_folder.Folder, _folder.Time))));

        foreach (var database in opened)
            database.Dispose();

        Assert.Equal(20, opened.Length);
    }

    [Fact]
    public async Task The_ledger_of_before_version_8_goes_on_under_its_new_ids_and_with_its_counts()
    {
        using (var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=False"))
        {
            connection.Open();
            Schema.Migrate(connection, _folder.File, [.. Schema.Steps.Take(7)]);
            connection.Execute(
                "INSERT INTO deliveries (id, alert_id, subscription_id, status, attempts, updated_at) VALUES ('dlv_old', 'alr_1', 'sub_1', 'Delivered', 1, 0); "
                + "INSERT INTO counts VALUES ('sub_1', 41, 'AAAAAAAAAAA')");
        }

        var store = new SqliteDeliveryStore(_folder.Open(), TestRows.Unlogged);

        Assert.Equal("alr_1", (await store.Find(DeliveryId.Of("alr_1", "sub_1"), Cancellation))?.AlertId);
        Assert.Equal(42, (await store.Number("alr_2", ["sub_1"], Cancellation))["sub_1"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_statement_that_is_given_too_few_or_too_many_values_is_not_run(int values)
    {
        using var database = SqliteDatabase.InMemory(_folder.Time);

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => database.Write(
            connection =>
            {
                using var add = new Statement(connection, "INSERT INTO alert_countries (country, sequence) VALUES ($country, $sequence)");
                add.Run([.. Enumerable.Repeat<object?>("IR", values)]);
                return true;
            },
            Cancellation));

        Assert.StartsWith($"The statement has 2 parameters, not {values}.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_in_memory_works_alike_and_is_nobody_elses()
    {
        using var first = SqliteDatabase.InMemory(_folder.Time);
        using var second = SqliteDatabase.InMemory(_folder.Time);
        await new SqliteChannelStore(first, TestRows.Unlogged).Commit(Samples.ChannelState("a", 1), [], [Samples.Alert("alr_1")], Cancellation);

        Assert.NotNull(await new SqliteChannelStore(first, TestRows.Unlogged).Find("a", Cancellation));
        Assert.Null(await new SqliteChannelStore(second, TestRows.Unlogged).Find("a", Cancellation));
    }

    [Fact]
    public async Task Commits_are_on_the_disk_before_they_are_told()
    {
        var database = _folder.Open();
        Assert.Equal(2, await database.Write(connection => connection.Number("PRAGMA synchronous"), Cancellation));
        Assert.Equal(["wal"], await database.Read(connection => connection.Query("PRAGMA journal_mode", reader => reader.GetString(0)), Cancellation));
    }
}
