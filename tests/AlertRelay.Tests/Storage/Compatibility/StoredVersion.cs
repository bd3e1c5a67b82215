using System.Text.Json.Nodes;
using AlertRelay.Storage;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Storage.Compatibility.Making;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>What one released version left in its stores, and what must be read from it. See README.md in this folder.</summary>
internal sealed class StoredVersion(string name)
{
    private const string Database = "alertrelay.db", Key = "alertrelay.key", Dump = "tables.json", Expectations = "expected.json";

    private static readonly string All = Path.Combine(Repository.Root, "tests", "AlertRelay.Tests", "Storage", "Compatibility");

    public static TheoryData<string> Names => [.. Directory.GetDirectories(All, "v*").Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    public string Folder => Path.Combine(All, name);

    public string Channels => Path.Combine(Folder, "channels");

    public JsonNode Expected => Read(Expectations);

    public DateTimeOffset Now => Expected["now"]!.GetValue<DateTimeOffset>();

    /// <summary>The relay of today on a copy of the database.</summary>
    public Task<UpgradedRelay> OpenSqlite(string folder, DateTimeOffset now)
    {
        File.Copy(Path.Combine(Folder, Database), Path.Combine(folder, Database));
        CopyKey(folder);
        return UpgradedRelay.Start(new StorageOptions { Path = folder }, keyFile: null, Channels, now);
    }

    /// <summary>The relay of today on an account that holds the dump.</summary>
    public async Task<UpgradedRelay> OpenAzure(StorageOptions account, string folder, DateTimeOffset now)
    {
        await new AccountDump(account).Load(Read(Dump));
        return await UpgradedRelay.Start(account, CopyKey(folder), Channels, now);
    }

    /// <returns>Where it is: readable by its owner only, as the relay wants it.</returns>
    public string CopyKey(string folder)
    {
        var copy = Path.Combine(folder, Key);
        File.Copy(Path.Combine(Folder, Key), copy, overwrite: true);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        return copy;
    }

    public void SaveDatabase(string folder) => File.Copy(Path.Combine(folder, Database), Path.Combine(Folder, Database));

    public async Task SaveAccount(StorageOptions account) => Save(Dump, await new AccountDump(account).Save());

    public void SaveExpected(JsonNode expected) => Save(Expectations, expected);

    private void Save(string file, JsonNode content) => File.WriteAllText(Path.Combine(Folder, file), ReadableJson.Write(content));

    private JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;
}
