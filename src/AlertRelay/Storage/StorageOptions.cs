namespace AlertRelay.Storage;

/// <summary>Section "Storage".</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    public string Kind { get; set; } = "sqlite";

    /// <summary>The folder of the database file; created when it is not there.</summary>
    public string Path { get; set; } = "./data";
}
