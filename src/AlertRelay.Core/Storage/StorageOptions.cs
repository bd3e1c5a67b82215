namespace AlertRelay.Storage;

/// <summary>Section "Storage".</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage", Sqlite = "sqlite", Azure = "azure";

    public string Kind { get; set; } = Sqlite;

    /// <summary>The folder of the database file; created when it is not there.</summary>
    public string Path { get; set; } = "./data";

    /// <summary>The storage account, used with the program's own identity. Preferred to a connection string, which is a secret.</summary>
    public string? AccountName { get; set; }

    public string? ConnectionString { get; set; }

    /// <summary>The program does not start when the storage account cannot be used. The Functions host would give up after three such starts.</summary>
    public bool NeededAtStart { get; set; } = true;

    /// <summary>Of the names of tables and queues.</summary>
    public string Prefix { get; set; } = "alertrelay";
}
