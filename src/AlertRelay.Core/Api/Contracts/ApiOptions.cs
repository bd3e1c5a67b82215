using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;

namespace AlertRelay.Api.Contracts;

/// <summary>Section "Api"; as environment variables Api__RequestsPerMinute and so on.</summary>
internal sealed class ApiOptions
{
    [Description(
        "Requests a minute of one tenant at one process, and requests for public pages from one address. Further requests are "
        + "rejected with 429. Admin keys have no limit.")]
    [Range(1, 1_000_000, ErrorMessage = "Api:RequestsPerMinute must be between 1 and 1000000.")]
    public int RequestsPerMinute { get; set; } = 600;

    [Description(
        "Connections that callers may hold open at a time, and never more than half of the process's descriptors (`ulimit -n`). Further "
        + "ones are closed.")]
    [Range(1, 1_000_000, ErrorMessage = "Api:Connections must be between 1 and 1000000.")]
    public int Connections { get; set; } = 10_000;

    [Description("Addresses or networks of the proxies in front of the relay. Behind them a visitor's address is taken from X-Forwarded-For.")]
    public string[]? TrustedProxies { get; set; }

    public const string TrustedProxiesRule =
        "Api:TrustedProxies must list addresses or networks, such as Api__TrustedProxies__0=10.0.0.7 or Api__TrustedProxies__0=10.0.0.0/8.";

    /// <returns>Null when an entry is neither an address nor a network.</returns>
    public IReadOnlyList<IPNetwork>? ProxyNetworks()
    {
        var networks = (TrustedProxies ?? []).Select(Network).ToList();
        return networks.Contains(null) ? null : [.. networks.OfType<IPNetwork>()];
    }

    private static IPNetwork? Network(string entry) =>
        IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(entry, out var network) ? network
        : null;

    [Description("Requests of one tenant that may wait for alerts at a time, at one process: long polls and streams.")]
    [Range(1, 100_000, ErrorMessage = "Api:StreamsPerTenant must be between 1 and 100000.")]
    public int StreamsPerTenant { get; set; } = 20;

    [Description("Requests of all tenants that may wait for alerts at a time, at one process.")]
    [Range(1, 100_000, ErrorMessage = "Api:Streams must be between 1 and 100000.")]
    public int Streams { get; set; } = 500;

    [Description("A stream ends after this time, and its reader continues with a new request. Under the Functions host 3m30s when unset.")]
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Api:StreamTime must be between 1s and 1d, such as 10m.")]
    public TimeSpan StreamTime { get; set; } = TimeSpan.FromMinutes(10);

    [Description("Subscriptions that a tenant's own keys may create. An admin key may create more.")]
    [Range(1, 1_000_000, ErrorMessage = "Api:SubscriptionsPerTenant must be between 1 and 1000000.")]
    public int SubscriptionsPerTenant { get; set; } = 1000;
}

/// <summary>Bounds of what the API accepts.</summary>
internal static class ApiLimits
{
    public const int BodyBytes = 256 * 1024;
}
