using System.ComponentModel;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;

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
    [PasswordPropertyText(true)]
    public string? ConnectionString { get; set; }

    [Description(
        "The server does not start when the storage account cannot be used. The function app always starts; its calls fail until the "
        + "account can be used.")]
    public bool NeededAtStart { get; set; } = true;

    [Description("Begins the names of tables and queues. Under the Functions host it is fixed, because the triggers name the queues.")]
    public string Prefix { get; set; } = "alertrelay";
}

/// <summary>Its errors say what to write instead. They never contain the connection string, which is a secret.</summary>
internal sealed partial class StorageOptionsCheck : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        Fault(options) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;

    private static string? Fault(StorageOptions options) => options.Kind switch
    {
        StorageOptions.Sqlite when string.IsNullOrWhiteSpace(options.Path) =>
            "Storage:Path must name the folder that holds the database, such as \"./data\".",
        StorageOptions.Sqlite => null,
        StorageOptions.Azure => AzureFault(options),
        _ => "Storage:Kind must be \"sqlite\" or \"azure\".",
    };

    private static string? AzureFault(StorageOptions options) => (options.AccountName, options.ConnectionString) switch
    {
        (null or "", null or "") => "Storage:Kind \"azure\" needs Storage:AccountName, the name of the storage account, or Storage:ConnectionString.",
        ({ Length: > 0 }, { Length: > 0 }) => "Storage:AccountName and Storage:ConnectionString exclude each other: remove one of them.",
        ({ Length: > 0 } account, _) when !Account().IsMatch(account) =>
            "Storage:AccountName must be the storage account's name alone, 3 to 24 lower-case letters and digits, such as \"myalerts\".",
        (_, { Length: > 0 } connection) when !IsReadable(connection) =>
            "Storage:ConnectionString cannot be read: copy the whole of it from the storage account's page \"Access keys\". "
                + "In a function app AzureWebJobsStorage is used where it is not set.",
        _ when !Prefix().IsMatch(options.Prefix) =>
            "Storage:Prefix must be 3 to 30 lower-case letters and digits and begin with a letter, such as \"alertrelay\".",
        _ => null,
    };

    private static bool IsReadable(string connection)
    {
        try
        {
            return new TableServiceClient(connection).AccountName == new QueueServiceClient(connection).AccountName;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-name
    [GeneratedRegex("^[a-z0-9]{3,24}$")]
    private static partial Regex Account();

    // A table's name is letters and digits, a queue's is in lower case; both have at most 63 characters.
    [GeneratedRegex("^[a-z][a-z0-9]{2,29}$")]
    private static partial Regex Prefix();
}
