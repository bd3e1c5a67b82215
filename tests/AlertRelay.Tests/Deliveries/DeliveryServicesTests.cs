using System.Text;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Networking;
using AlertRelay.Storage.Encryption;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Deliveries;

public sealed class DeliveryServicesTests
{
    [Fact]
    public async Task Everything_can_be_had_with_settings_applied()
    {
        await using var provider = Provide(
            ("Delivery:Timeout", "00:00:20"),
            ("Delivery:AllowPrivateNetworks", "true"),
            ("Delivery:Ports:0", "4443"),
            ("Relay:BaseUrl", "https://relay.example"));

        var options = provider.GetRequiredService<IOptions<DeliveryOptions>>().Value;
        Assert.Equal((TimeSpan.FromSeconds(20), true, 64), (options.Timeout, options.AllowPrivateNetworks, options.Concurrency));
        Assert.Equal(4443, Assert.Single(options.Targets.Ports));
        Assert.NotNull(provider.GetRequiredService<FanOutDispatcher>());
        Assert.NotNull(provider.GetRequiredService<RetryWorker>());
        Assert.NotNull(provider.GetRequiredService<TestDelivery>());
        Assert.IsType<TargetDecision.Accepted>(provider.GetRequiredService<TargetPolicy>().Check("http://127.0.0.1:5/"));
        var message = provider.GetRequiredService<MessageFormats>().Find("webhook")!.Render(Some.Alert());
        Assert.Contains("https://relay.example/api/v1/channels/", Encoding.UTF8.GetString(message.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Private_networks_are_closed_unless_somebody_opens_them()
    {
        await using var provider = Provide();

        Assert.IsType<TargetDecision.Refused>(provider.GetRequiredService<TargetPolicy>().Check("https://127.0.0.1/"));
    }

    [Theory]
    [InlineData("Delivery:Timeout", "00:05:00")]
    [InlineData("Delivery:Concurrency", "0")]
    [InlineData("Delivery:PerHostConcurrency", "1000")]
    [InlineData("Delivery:PageSize", "-1")]
    [InlineData("Delivery:PageTime", "01:00:00")]
    [InlineData("Delivery:DisableAfter", "00:00:01")]
    public async Task A_wrong_setting_is_named_with_what_to_write(string setting, string value)
    {
        await using var provider = Provide((setting, value));

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<DeliveryOptions>>().Value);

        Assert.Contains($"{setting} must be between", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alerts.example.org")]
    [InlineData("ftp://alerts.example.org")]
    public async Task A_wrong_base_address_is_named_with_what_to_write(string address)
    {
        await using var provider = Provide(("Relay:BaseUrl", address));

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<RelayOptions>>().Value);

        Assert.Contains("Relay:BaseUrl must be an address such as", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_are_targets_where_a_mail_server_is_set()
    {
        await using var provider = Provide(("Mail:Host", "mail.example.org"), ("Mail:From", "AlertRelay <alerts@example.org>"));

        Assert.IsType<TargetDecision.Accepted>(provider.GetRequiredService<TargetPolicy>().Check("mailto:duty@example.org"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alerts")]
    [InlineData("a@example.org, b@example.org")]
    public async Task A_mail_server_without_a_sender_stops_the_start_with_what_to_write(string from)
    {
        await using var provider = Provide(("Mail:Host", "mail.example.org"), ("Mail:From", from));

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<MailOptions>>().Value);

        Assert.Contains("Mail:From must be an address such as", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provide(params (string Key, string? Value)[] settings) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
                .Build())
            .AddLogging()
            .AddSingleton<IAlertStore, InMemoryAlerts>()
            .AddSingleton<ISubscriptionStore, InMemorySubscriptions>()
            .AddSingleton<IAuditStore, InMemoryAudit>()
            .AddSingleton<IDeliveryStore, InMemoryDeliveries>()
            .AddSingleton<ITokenEncryption>(new TokenEncryption(TestKeys.Ring))
            .AddSingleton<ISigningKeyStore, InMemorySigningKeys>()
            .AddSingleton<IWorkQueue, InMemoryQueue>()
            .AddDelivery()
            .BuildServiceProvider(validateScopes: true);
}
