using System.Net;
using Microsoft.Security.AntiSSRF;

namespace AlertRelay.Networking;

/// <summary>Addresses that are not the public internet: the relay never calls them, whatever name leads there.</summary>
internal static class ForbiddenAddresses
{
    /// <summary>
    /// What the package's list lacks: IPv4-compatible addresses such as ::127.0.0.1 (RFC 4291, 2.5.5.1: deprecated), and IPv4-translated ones such as
    /// ::ffff:0:127.0.0.1, which a translator makes 127.0.0.1 of (RFC 2765, 2.1).
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
