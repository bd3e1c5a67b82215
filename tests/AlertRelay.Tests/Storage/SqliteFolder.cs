using AlertRelay.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Storage;

/// <summary>A folder of its own for one test, and the databases that were opened there: each Open is what another process, or the next start, does.</summary>
internal sealed class SqliteFolder : IDisposable
{
    private readonly List<SqliteDatabase> _opened = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("alertrelay-test-").FullName;

    public string File => Path.Combine(Folder, SqliteDatabase.FileName);

    public FakeTimeProvider Time { get; } = new(Samples.Noon);

    public SqliteDatabase Open()
    {
        var database = SqliteDatabase.Open(Folder, Time, TimeSpan.FromSeconds(20));
        _opened.Add(database);
        return database;
    }

    public void Close()
    {
        _opened.ForEach(database => database.Dispose());
        _opened.Clear();
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(Folder, recursive: true);
    }
}
