using System.Reflection;
using AlertRelay.Api.Contracts;
using AlertRelay.Composition;
using AlertRelay.Deliveries;
using AlertRelay.Fetching;
using AlertRelay.Observability;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Composition;

public sealed class SettingsTests
{
    public static TheoryData<string, string> Known =>
    [
        .. Settings<ApiOptions>("Api"),
        .. Settings<DeliveryOptions>("Delivery"),
        .. Settings<FetchingOptions>("Fetching").Where(setting => setting.Item2 != nameof(FetchingOptions.UserAgentContact)),
        .. Settings<PollingOptions>("Polling"),
        .. Settings<SecurityOptions>("Security"),
        .. Settings<StorageOptions>("Storage"),
        .. Settings<TelemetryOptions>("Telemetry"),
    ];

    /// <summary>A property that the binding passes over would be accepted and do nothing.</summary>
    [Theory, MemberData(nameof(Known))]
    public void A_known_setting_is_read(string section, string name)
    {
        var options = section switch
        {
            "Api" => typeof(ApiOptions),
            "Delivery" => typeof(DeliveryOptions),
            "Fetching" => typeof(FetchingOptions),
            "Polling" => typeof(PollingOptions),
            "Security" => typeof(SecurityOptions),
            "Telemetry" => typeof(TelemetryOptions),
            _ => typeof(StorageOptions),
        };
        var property = options.GetProperty(name)!;
        var (text, expected) = Sample(property, Activator.CreateInstance(options)!);
        var key = property.PropertyType.IsArray ? $"{section}:{name}:0" : $"{section}:{name}";

        try
        {
            var read = property.GetValue(Read(options, new() { [key] = text }));
            Assert.Equal(expected, property.PropertyType.IsArray ? ((Array)read!).GetValue(0) : read);
        }
        catch (OptionsValidationException refused)
        {
            // To be refused a value must have been read.
            Assert.Contains(refused.Failures, failure => failure.Contains($"{section}:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_setting_in_two_spellings_is_refused()
    {
        var configuration = Configuration(new() { ["Channels:uk-fcdo-travel:Enabled"] = "true", ["Channels:uk_fcdo_travel:enabled"] = "false" });

        var refused = Assert.Throws<OperatorException>(() => AlertRelay.Composition.Settings.Catalog(configuration));

        Assert.Equal(
            "Channels:uk-fcdo-travel:Enabled and Channels:uk_fcdo_travel:enabled are two spellings of one setting; remove one of them.", refused.Message);
        Assert.Throws<OperatorException>(() => AlertRelay.Composition.Settings.Access(configuration));
    }

    [Fact]
    public void Two_settings_of_a_channel_may_spell_it_differently()
    {
        var configuration = Configuration(new()
        {
            ["Channels:x-cisagov:Enabled"] = "true",
            ["Channels:x_cisagov:Every"] = "01:00:00",
            ["Channels:x_cisagov:Token"] = "AAAA",
        });

        var channel = AlertRelay.Composition.Settings.Catalog(configuration).Find("x-cisagov")!;

        Assert.Equal((true, TimeSpan.FromHours(1)), (channel.Enabled, channel.Interval));
        Assert.NotNull(AlertRelay.Composition.Settings.Access(configuration).Of(channel).Credential);
    }

    /// <summary>A password has one place, the Authorization header.</summary>
    [Theory]
    [InlineData("https://user:p%40ss@example.org/feed.xml", "Basic dXNlcjpwQHNz")]
    [InlineData("https://example.org/feed.xml", null)]
    public void A_password_in_a_channels_url_is_kept_out_of_the_catalogue(string url, string? header)
    {
        var configuration = Configuration(new() { ["Channels:us-cisa-kev:Url"] = url });

        var channel = AlertRelay.Composition.Settings.Catalog(configuration).Find("us-cisa-kev")!;

        Assert.Equal("https://example.org/feed.xml", Assert.Single(channel.Urls).OriginalString);
        Assert.True(channel.AreUrlsOperators);
        Assert.Equal(header, AlertRelay.Composition.Settings.Access(configuration).Of(channel).Credential?.Header);
    }

    [Theory]
    [InlineData("htps://user:secret@example.org/feed.xml")]
    [InlineData("https://user:secret@")]
    [InlineData("user:secret@example.org")]
    public void A_wrong_url_is_refused_without_showing_it(string url)
    {
        var refused = Assert.Throws<OperatorException>(
            () => AlertRelay.Composition.Settings.Catalog(Configuration(new() { ["Channels:us-cisa-kev:Url"] = url })));

        Assert.StartsWith("Channels:us-cisa-kev:Url is no web address; write", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_channel_of_the_catalogue_may_be_private_by_itself() =>
        Assert.DoesNotContain(AlertRelay.Composition.Settings.Catalog(Configuration([])).All, channel => channel.AreUrlsOperators);

    private static IEnumerable<(string, string)> Settings<T>(string section) =>
        typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => (section, property.Name));

    private static (string Text, object Value) Sample(PropertyInfo property, object defaults) => property.PropertyType switch
    {
        var type when type == typeof(TimeSpan) => ("00:00:42", TimeSpan.FromSeconds(42)),
        var type when type == typeof(TimeOnly) => ("00:42", new TimeOnly(0, 42)),
        var type when type == typeof(int) => ("42", 42),
        var type when type == typeof(double) => ("0.42", 0.42),
        var type when type == typeof(int[]) => ("42", 42),
        var type when type == typeof(bool) => ($"{!(bool)property.GetValue(defaults)!}", !(bool)property.GetValue(defaults)!),
        _ => ("azure", "azure"),
    };

    private static object Read(Type options, Dictionary<string, string?> settings)
    {
        var configuration = Configuration(settings);
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRelay(configuration).BuildServiceProvider();
        var type = typeof(IOptions<>).MakeGenericType(options);
        return type.GetProperty("Value")!.GetMethod!.Invoke(services.GetRequiredService(type), BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
