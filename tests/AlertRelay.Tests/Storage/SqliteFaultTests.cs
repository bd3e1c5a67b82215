using AlertRelay.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Tests.Storage;

/// <summary>What an operator meets when the file or its folder is not as it should be.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var folder = Path.Combine(_folder.Folder, "file");
        File.WriteAllText(folder, "");

        Assert.Contains($"The folder {folder} for the database cannot be created", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_files_place_is_named()
    {
        Directory.CreateDirectory(_folder.File);

        Assert.Contains("cannot be opened for writing", Refusal(_folder.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        File.WriteAllText(_folder.File, new string('x', 5000));

        Assert.Contains("it is not an SQLite database; move it away", Refusal(_folder.Folder), StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), File.ReadAllText(_folder.File));
    }

    [Fact]
    public void Another_programs_database_is_left_alone()
    {
        using (var other = new SqliteConnection($"Data Source={_folder.File};Pooling=False"))
        {
            other.Open();
            other.Execute("CREATE TABLE songs (title TEXT)");
        }

        var before = File.ReadAllBytes(_folder.File);
        Assert.Contains("another program made it", Refusal(_folder.Folder), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    [Fact]
    public void A_newer_schema_stops_an_older_program()
    {
        _folder.Open().Write(connection => connection.Execute("PRAGMA user_version = 99"), Cancellation);

        var refusal = $"written by a newer version of the relay (schema 99, this one knows {Schema.Steps.Count})";
        Assert.Contains(refusal, Refusal(_folder.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_found_at_the_start_and_left_alone()
    {
        await Fill(_folder.Open());
        _folder.Close();
        Damage();
        var before = File.ReadAllBytes(_folder.File);

        var refusal = Refusal(_folder.Folder);
        Assert.StartsWith($"The database {_folder.File} is damaged: ", refusal, StringComparison.Ordinal);
        Assert.EndsWith("; move it away and restore a copy; nothing was changed.", refusal, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(5000)]
    public async Task Half_a_file_is_found_at_the_start(int length)
    {
        await Fill(_folder.Open());
        _folder.Close();
        using (var file = File.OpenWrite(_folder.File))
            file.SetLength(length);

        Assert.Contains("move it away", Refusal(_folder.Folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"channel\":")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"channel\":null,\"documents\":{},\"version\":1}")]
    public async Task A_damaged_row_is_named(string state)
    {
        var database = _folder.Open();
        await database.Write(connection => connection.Execute("INSERT INTO channels VALUES ('uk-fcdo-travel', 1, $state)", ("$state", state)), Cancellation);

        var refusal = await Assert.ThrowsAnyAsync<StoreException>(
            () => new SqliteChannelStore(database, TestRows.Unlogged).Find("uk-fcdo-travel", Cancellation));
        Assert.StartsWith("The stored channel uk-fcdo-travel is damaged: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_changed_byte_in_a_long_text_is_noticed()
    {
        var database = _folder.Open();
        var store = new SqliteChannelStore(database, TestRows.Unlogged);
        await store.Commit(Samples.ChannelState("a", 1), [Samples.NoticeState("iran", Samples.LongText(20_000))], [], Cancellation);
        await database.Write(
            connection => connection.Execute("UPDATE notices SET state = CAST(substr(state, 1, 9000) || x'00' || substr(state, 9002) AS BLOB)"), Cancellation);

        var refusal = await Assert.ThrowsAnyAsync<StoreException>(() => store.Notices("a", Cancellation));
        Assert.StartsWith("The stored notice a/iran is damaged: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_what_was_stored_stays()
    {
        var database = _folder.Open();
        var store = new SqliteChannelStore(database, TestRows.Unlogged);
        await store.Commit(Samples.ChannelState("a", 1), [], [], Cancellation);
        await database.Write(connection => connection.Execute("PRAGMA max_page_count = 1"), Cancellation);

        var refusal = await Assert.ThrowsAnyAsync<StoreException>(
            () => store.Commit(Samples.ChannelState("a", 2), [Samples.NoticeState("iran", Samples.LongText(100_000))], [], Cancellation));
        Assert.StartsWith($"The disk that holds {_folder.File} is full", refusal.Message, StringComparison.Ordinal);

        await database.Write(connection => connection.Execute("PRAGMA max_page_count = 100000"), Cancellation);
        Assert.True(await store.Commit(Samples.ChannelState("a", 2), [], [], Cancellation));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("replaced")]
    public async Task A_file_that_is_gone_is_noticed_at_the_next_write_and_no_other_is_made_in_its_place(string how)
    {
        var database = _folder.Open();
        File.Copy(_folder.File, _folder.File + ".copy");
        File.Move(_folder.File, _folder.File + ".away");
        if (how == "deleted")
            File.Delete(_folder.File + ".away");
        if (how == "replaced")
            File.Move(_folder.File + ".copy", _folder.File);

        var writing = await Assert.ThrowsAsync<StoreException>(
            () => new SqliteChannelStore(database, TestRows.Unlogged).Commit(Samples.ChannelState("a", 1), [], [], Cancellation));
        var reading = await Assert.ThrowsAsync<StoreException>(() => new SqliteChannelStore(database, TestRows.Unlogged).Find("a", Cancellation));

        Assert.StartsWith($"The database {_folder.File} was moved, deleted or replaced while the relay ran.", writing.Message, StringComparison.Ordinal);
        Assert.Equal((writing.Message, how == "replaced"), (reading.Message, File.Exists(_folder.File)));
    }

    [Fact]
    public void A_folder_is_of_one_server_at_a_time()
    {
        using (DataFolderLock.Take(_folder.Folder))
        {
            var refusal = Assert.Throws<StoreException>(() => DataFolderLock.Take(_folder.Folder)).Message;
            Assert.StartsWith($"Another relay already serves from the folder {_folder.Folder}.", refusal, StringComparison.Ordinal);
            _folder.Open();
            BackUp();
        }

        DataFolderLock.Take(_folder.Folder).Dispose();
    }

    [Fact]
    public void A_lock_file_that_cannot_be_written_is_named()
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder.Folder, DataFolderLock.FileName)).FullName;

        var refusal = Assert.Throws<StoreException>(() => DataFolderLock.Take(_folder.Folder)).Message;

        Assert.StartsWith($"The lock file {path} cannot be written: ", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SqliteStoreProbe.MinFreeBytes - 1, true)]
    [InlineData(SqliteStoreProbe.MinFreeBytes, false)]
    [InlineData(null, false)]
    public async Task A_disk_with_less_than_a_megabyte_is_full(long? free, bool isFull)
    {
        var fault = await Record.ExceptionAsync(() => new SqliteStoreProbe(_folder.Open(), _ => free).Write(Cancellation));

        Assert.Equal(isFull ? "the disk is full" : null, (fault as StoreException)?.Cause);
    }

    [Fact]
    public async Task A_process_that_keeps_the_file_locked_is_told_and_the_next_try_succeeds()
    {
        using var impatient = SqliteDatabase.Open(_folder.Folder, _folder.Time, TimeSpan.FromMilliseconds(20));
        var store = new SqliteChannelStore(impatient, TestRows.Unlogged);
        using (var stuck = new SqliteConnection($"Data Source={_folder.File};Pooling=False"))
        {
            stuck.Open();
            using var transaction = stuck.BeginTransaction();
            var refusal = await Assert.ThrowsAnyAsync<StoreException>(() => store.Commit(Samples.ChannelState("a", 1), [], [], Cancellation));
            Assert.Contains("is locked by another process", refusal.Message, StringComparison.Ordinal);
            Assert.Null(await store.Find("a", Cancellation));
        }

        Assert.True(await store.Commit(Samples.ChannelState("a", 1), [], [], Cancellation));
    }

    [Fact]
    public async Task An_older_file_is_brought_forward_and_keeps_its_rows()
    {
        await new SqliteChannelStore(_folder.Open(), TestRows.Unlogged).Commit(Samples.ChannelState("a", 1), [], [], Cancellation);
        using (var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=False"))
        {
            connection.Open();
            IReadOnlyList<string> next = [.. Schema.Steps, "ALTER TABLE channels ADD COLUMN note TEXT; CREATE TABLE notes (id TEXT) STRICT;"];
            Schema.Migrate(connection, _folder.File, next);
            Schema.Migrate(connection, _folder.File, next);

            Assert.Equal(next.Count, connection.Number("PRAGMA user_version"));
            Assert.Equal(1, connection.Number("SELECT count(*) FROM channels WHERE note IS NULL"));
        }

        Assert.Contains("newer version", Refusal(_folder.Folder), StringComparison.Ordinal);
    }

    // As "sqlite3 alertrelay.db .backup" does it.
    private void BackUp()
    {
        using var source = new SqliteConnection($"Data Source={_folder.File};Mode=ReadOnly;Pooling=False");
        using var copy = new SqliteConnection("Data Source=:memory:");
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
        Assert.Equal(Schema.Steps.Count, copy.Number("PRAGMA user_version"));
    }

    private string Refusal(string folder) => Assert.ThrowsAny<StoreException>(() => SqliteDatabase.Open(folder, _folder.Time)).Message;

    private static Task<bool> Fill(SqliteDatabase database) => new SqliteChannelStore(database, TestRows.Unlogged).Commit(
        Samples.ChannelState("a", 1), [.. Enumerable.Range(0, 200).Select(i => Samples.NoticeState($"{i}"))], [], Cancellation);

    // Every page but the first, which says that it is a database.
    private void Damage()
    {
        using var file = File.OpenWrite(_folder.File);
        file.Position = 4096;
        file.Write(new byte[file.Length - 4096]);
    }
}
