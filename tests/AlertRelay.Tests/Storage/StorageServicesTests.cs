using AlertRelay.Alerts;
using AlertRelay.Delivery;
using AlertRelay.Polling;
using AlertRelay.Storage;
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
    [InlineData("Storage:Kind", "sqllite", "Storage:Kind must be \"sqlite\".")]
    [InlineData("Storage:Path", " ", "Storage:Path must name the folder that holds the database, such as \"./data\".")]
    public void A_wrong_setting_says_what_to_write(string key, string value, string message)
    {
        using var services = Services((key, value));

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<StorageOptions>>().Value);
        Assert.Equal(message, refusal.Message);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build())
        .AddLogging()
        .AddSqliteStorage()
        .BuildServiceProvider();
}
