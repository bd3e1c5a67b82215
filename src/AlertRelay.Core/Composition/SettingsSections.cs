using System.Reflection;
using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Clusters;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Fetching;
using AlertRelay.Networking;
using AlertRelay.Observability;
using AlertRelay.Pages.Sessions;
using AlertRelay.Polling;
using AlertRelay.Storage;
using AlertRelay.Storage.Encryption;

namespace AlertRelay.Composition;

/// <summary>A section of settings whose names are the properties of options classes.</summary>
internal sealed record SettingsSection(string Name, IReadOnlyList<PropertyInfo> Settings)
{
    public IEnumerable<string> Names => Settings.Select(setting => setting.Name);

    public PropertyInfo? Find(string name) => Settings.FirstOrDefault(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static object? DefaultOf(PropertyInfo setting) => setting.GetValue(Activator.CreateInstance(setting.DeclaringType!));
}

internal static class SettingsSections
{
    /// <summary>In the order of the page, the most common settings first.</summary>
    public static IReadOnlyList<SettingsSection> All { get; } =
    [
        Of<StorageOptions>("Storage"),
        Of<RelayOptions>("Relay"),
        // The contact is written there since version 0.1.
        new("Polling", [.. Settable<PollingOptions>(), Contact]),
        new("Fetching", [.. Settable<FetchingOptions>().Where(setting => setting.Name != Contact.Name)]),
        Of<ClusterOptions>("Clusters"),
        Of<DeliveryOptions>("Delivery"),
        Of<MailOptions>("Mail"),
        Of<EgressOptions>(EgressOptions.Section),
        Of<ApiOptions>("Api"),
        Of<SignInOptions>(SignInOptions.Section),
        Of<SecurityOptions>("Security"),
        Of<AuditOptions>("Audit"),
        Of<TelemetryOptions>("Telemetry"),
    ];

    private static PropertyInfo Contact => typeof(FetchingOptions).GetProperty(nameof(FetchingOptions.UserAgentContact))!;

    private static SettingsSection Of<T>(string name) => new(name, [.. Settable<T>()]);

    private static IEnumerable<PropertyInfo> Settable<T>() => typeof(T).GetProperties().Where(property => property.CanWrite);
}
