using System.Reflection;
using System.Text.Json.Nodes;
using AlertRelay.Storage;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Tests.Storage.Azure;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>Writes the folder of a version that is about to be released. Only when it is asked for: see README.md. No folder is ever written twice.</summary>
public sealed class MakeThisVersion(Azurite azurite) : IDisposable
{
    private readonly List<DirectoryInfo> _folders = [];

    [Fact(Explicit = true)]
    public async Task The_folder_of_this_version_is_written_once()
    {
        var version = new StoredVersion(Name());
        Assert.False(Directory.Exists(version.Folder), $"{Name()} is there already, and stays as it is: a new version gets a new folder.");
        Files.Write(version);

        var expected = new JsonObject { ["now"] = Scenario.End };
        var database = new StorageOptions { Path = Folder() };
        var ofSqlite = await Scenario.Play(database, version, keyFolder: database.Path);
        Pack(database.Path);
        version.SaveDatabase(database.Path);
        expected["sqlite"] = await Look(ofSqlite, folder => version.OpenSqlite(folder, Scenario.End));

        var account = await azurite.Account();
        var ofAzure = await Scenario.Play(account, version, keyFolder: Folder());
        await version.SaveAccount(account);
        expected["azure"] = await Look(ofAzure, async folder => await version.OpenAzure(await azurite.Account(), folder, Scenario.End));

        Assert.Empty(Coverage.Missing(expected["sqlite"]![Views.Stored]!));
        version.SaveExpected(expected);
    }

    public void Dispose() => _folders.ForEach(folder => folder.Delete(recursive: true));

    private static string Name() =>
        "v" + typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private async Task<JsonObject> Look(JsonObject given, Func<string, Task<UpgradedRelay>> open)
    {
        var seen = new JsonObject { ["given"] = given };
        foreach (var (name, view) in Views.All)
        {
            await using var relay = await open(Folder());
            seen[name] = await view(relay, given);
        }

        return seen;
    }

    // As a copy of a stopped relay's database should be: one file, without what was deleted.
    private static void Pack(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, SqliteDatabase.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }

    private string Folder()
    {
        _folders.Add(Directory.CreateTempSubdirectory("alertrelay-making-"));
        return _folders[^1].FullName;
    }
}
