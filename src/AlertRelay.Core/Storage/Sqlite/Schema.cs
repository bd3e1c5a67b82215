using System.Text.RegularExpressions;
using AlertRelay.Deliveries;
using Microsoft.Data.Sqlite;

namespace AlertRelay.Storage.Sqlite;

/// <summary>Migrates a file to the schema of this program. The only place that changes tables; see schema.sql.</summary>
internal static partial class Schema
{
    // "ALRL" in ASCII: how SQLite files name their program (https://www.sqlite.org/fileformat.html, "Application ID").
    private const long ApplicationId = 0x414C524C;

    /// <summary>Element n brings version n to n + 1.</summary>
    public static readonly IReadOnlyList<string> Steps = [.. VersionLine().Split(Script()).Skip(1)];

    /// <exception cref="StoreException">The file belongs to another program or a newer version. It was not changed.</exception>
    public static void Migrate(SqliteConnection connection, string path, IReadOnlyList<string> steps)
    {
        Check(connection, path, steps);
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.CreateFunction<string, string, string>("delivery_id", DeliveryId.Of, isDeterministic: true);

        using var transaction = connection.BeginTransaction();
        // Read again, because another process may have migrated it meanwhile.
        var version = Check(connection, path, steps);
        foreach (var step in steps.Skip(version))
            connection.Execute(step);

        // Written in any case, so that a read-only file fails now, not at the first alert.
        connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {steps.Count}");

        transaction.Commit();
    }

    private static int Check(SqliteConnection connection, string path, IReadOnlyList<string> steps)
    {
        var tables = connection.Number("SELECT count(*) FROM sqlite_schema");
        if (tables > 0 && connection.Number("PRAGMA application_id") != ApplicationId)
            throw SqliteErrors.NotADatabaseOfTheRelay(path, "another program made it");

        var version = (int)(connection.Number("PRAGMA user_version") ?? 0);
        return version <= steps.Count
            ? version
            : throw new StoreException(
                $"The database {path} was written by a newer version of the relay (schema {version}, this one knows {steps.Count}): "
                + "start the newer version; nothing was changed.");
    }

    private static string Script()
    {
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream("schema.sql")
            ?? throw new InvalidOperationException("schema.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^-- version \d+\r?$", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
