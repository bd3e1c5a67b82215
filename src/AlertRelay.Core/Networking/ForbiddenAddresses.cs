using System.Net;
using Microsoft.Security.AntiSSRF;

namespace AlertRelay.Networking;

/// <summary>IP addresses outside the public internet, which the relay never calls, whatever name resolves to them.</summary>
internal static class ForbiddenAddresses
{
    /// <summary>
    /// Additions to the package's list: IPv4-compatible addresses such as ::127.0.0.1 (RFC 4291, 2.5.5.1: deprecated), and IPv4-translated ones such as
    /// ::ffff:0:127.0.0.1, which a translator turns into 127.0.0.1 (RFC 2765, 2.1).
    /// </summary>
    public static IReadOnlyList<string> NotInPackage { get; } = ["::/96", "::ffff:0:0:0/96"];

    // The IANA special-purpose registries, and Azure's 168.63.129.16 and 169.254.169.254: see the package's IPAddressRanges.
    private static readonly IPNetwork[] Networks = [.. IPAddressRanges.recommendedLatest.Concat(NotInPackage).Select(IPNetwork.Parse)];

    public static bool Contain(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(Networks, network => network.Contains(plain));
    }
}
