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
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddRelay(configuration).BuildServiceProvider();
        var type = typeof(IOptions<>).MakeGenericType(options);
        return type.GetProperty("Value")!.GetMethod!.Invoke(services.GetRequiredService(type), BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }
}
