using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Azure;
using AlertRelay.Storage.Sqlite;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Storage;

public sealed class StorageServicesTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_store_works_on_the_one_file_of_the_configured_folder()
    {
        await using var services = Services(("Storage:Path", _folder.Folder));
        var channels = services.GetRequiredService<IChannelStore>();
        await channels.Commit(Samples.ChannelState("a", 1), [], [], TestContext.Current.CancellationToken);

        Assert.NotNull(services.GetRequiredService<IAlertStore>());
        Assert.NotNull(services.GetRequiredService<ISubscriptionStore>());
        Assert.NotNull(services.GetRequiredService<IApiKeyStore>());
        Assert.NotNull(services.GetRequiredService<IDeliveryStore>());
        Assert.NotNull(services.GetRequiredService<IWorkQueue>());
        Assert.True(File.Exists(_folder.File));
    }

    [Fact]
    public void Unset_it_is_a_file_below_data()
    {
        using var services = Services();

        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        Assert.Equal(("sqlite", "./data"), (options.Kind, options.Path));
    }

    [Theory]
    [InlineData("Storage:Kind", "sqllite", "Storage:Kind must be \"sqlite\" or \"azure\".")]
    [InlineData("Storage:Path", " ", "Storage:Path must name the folder that holds the database, such as \"./data\".")]
    public void A_wrong_setting_says_what_to_write(string key, string value, string message)
    {
        using var services = Services((key, value));

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<StorageOptions>>().Value);
        Assert.Equal(message, refusal.Message);
    }

    [Theory]
    [InlineData("myalerts", null, null, "")]
    [InlineData(null, "UseDevelopmentStorage=true", null, "")]
    [InlineData(null, null, null, "needs Storage:AccountName, the name of the storage account, or Storage:ConnectionString.")]
    [InlineData("a", "UseDevelopmentStorage=true", null, "exclude each other: remove one of them.")]
    [InlineData("https://a.b", null, null, "Storage:AccountName must be the storage account's name alone")]
    [InlineData(null, "AccountKey=hidden", null, "Storage:ConnectionString cannot be read: copy the whole of it")]
    [InlineData(null, "hidden", null, "Storage:ConnectionString cannot be read: copy the whole of it")]
    [InlineData("myalerts", null, "Alert-Relay", "Storage:Prefix must be 3 to 30 lower-case letters and digits")]
    public void Azure_is_an_account_by_name_or_by_connection_string(string? account, string? connection, string? prefix, string fault)
    {
        using var services = Services(
            ("Storage:Kind", "azure"), ("Storage:AccountName", account), ("Storage:ConnectionString", connection), ("Storage:Prefix", prefix ?? "alertrelay"));
        var options = services.GetRequiredService<IOptions<StorageOptions>>();

        var message = Record.Exception(() => options.Value)?.Message ?? "";
        Assert.Contains(fault, message, StringComparison.Ordinal);
        Assert.Equal(fault.Length == 0, message.Length == 0);
        Assert.DoesNotContain("hidden", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite", "Sqlite")]
    [InlineData("azure", "Azure")]
    public async Task Every_store_is_of_the_configured_kind(string kind, string name)
    {
        await using var services = Services(
            ("Storage:Kind", kind), ("Storage:Path", _folder.Folder), ("Storage:ConnectionString", "UseDevelopmentStorage=true"));
        object[] stores =
        [
            services.GetRequiredService<IChannelStore>(), services.GetRequiredService<IPollLease>(), services.GetRequiredService<IAlertStore>(),
            services.GetRequiredService<ISubscriptionStore>(), services.GetRequiredService<IApiKeyStore>(),
            services.GetRequiredService<IOutcomeCountStore>(), services.GetRequiredService<IWorkQueue>(), services.GetRequiredService<IAuditStore>(),
            services.GetRequiredService<IEvidenceStore>(), services.GetRequiredService<ISnapshotQueue>(), services.GetRequiredService<ISigningKeyStore>(),
            services.GetRequiredService<ISessionKeyStore>(), services.GetRequiredService<IPortalLinkStore>(),
        ];

        // The ledger, whose outcomes are counted.
        Assert.IsType<CountedDeliveries>(services.GetRequiredService<IDeliveryStore>());
        Assert.Equal(kind == "sqlite", services.GetService<SqliteDeliveryStore>() is not null);
        Assert.Equal(kind == "azure", services.GetService<AzureDeliveryStore>() is not null);
        Assert.All(stores, store => Assert.StartsWith(name, store.GetType().Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("another.key", false)]
    public void A_key_file_without_its_database_stops_the_start_and_no_database_is_made(string? keyFile, bool isRefused)
    {
        File.WriteAllText(Path.Combine(_folder.Folder, "alertrelay.key"), "the key of a database that is gone");
        using var services = Services(("Storage:Path", _folder.Folder), ("Security:KeyFile", keyFile));

        var fault = Record.Exception(() => services.GetRequiredService<IAlertStore>());

        Assert.Equal((isRefused, !isRefused), (fault is StoreException, File.Exists(_folder.File)));
        if (isRefused)
            Assert.Contains($"and the database {_folder.File} is gone. Restore the database from a backup.", fault!.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddStorage(configuration).BuildServiceProvider();
    }
}
