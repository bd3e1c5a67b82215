using System.ComponentModel;

namespace AlertRelay.Storage;

/// <summary>Section "Storage".</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage", Sqlite = "sqlite", Azure = "azure";

    [Description("`sqlite` or `azure`; also `--storage`. Under the Functions host `azure`.")]
    public string Kind { get; set; } = Sqlite;

    [Description("The folder of the SQLite file; also `--data`. It is created when it is missing.")]
    public string Path { get; set; } = "./data";

    [Description("The storage account, used with the program's own identity. Under the Functions host: the account of `AzureWebJobsStorage`.")]
    public string? AccountName { get; set; }

    [Description("In place of AccountName. It is a secret. Under the Functions host: `AzureWebJobsStorage`.")]
    public string? ConnectionString { get; set; }

    [Description(
        "The server does not start when the storage account cannot be used. The function app always starts; its calls fail until the "
        + "account can be used.")]
    public bool NeededAtStart { get; set; } = true;

    [Description("Begins the names of tables and queues. Under the Functions host it is fixed, because the triggers name the queues.")]
    public string Prefix { get; set; } = "alertrelay";
}
