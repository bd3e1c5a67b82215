using System.Net;
using System.Net.Sockets;
using Microsoft.Security.AntiSSRF;

namespace AlertRelay.Networking;

/// <summary>
/// Connects to the public addresses of a name only. For requests to publishers; a receiver's name must not resolve to any other address at all
/// (<see cref="GuardedHandler"/>).
/// </summary>
internal static class PublicConnections
{
    public static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        // Dns has no answer for 0.0.0.0 and ::.
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = Array.FindAll(all, address => !ForbiddenAddresses.Contain(address));
        if (allowed.Length == 0)
            throw new ForbiddenAddressException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Exactly the addresses that were checked: a second lookup could give others.
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>IP addresses outside the public internet, which the relay never calls, whatever name resolves to them.</summary>
internal static class ForbiddenAddresses
{
    // The IANA special-purpose registries, and Azure's 168.63.129.16 and 169.254.169.254: see the package's IPAddressRanges.
    private static readonly IPNetwork[] Networks = [.. IPAddressRanges.recommendedLatest.Select(IPNetwork.Parse)];

    // RFC 4291, 2.4. Everything else is reserved, local or deprecated, such as ::127.0.0.1.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // RFC 6052, 2.1: networks with IPv6 only reach every IPv4 address under this prefix.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Contain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? Contain(address.MapToIPv4())
        : address.AddressFamily == AddressFamily.InterNetworkV6 && Nat64.Contains(address) ? Contain(new IPAddress(address.GetAddressBytes()[^4..]))
        : address.AddressFamily == AddressFamily.InterNetworkV6 && (!GlobalUnicast.Contains(address) || IsIsatap(address.GetAddressBytes()))
        || Array.Exists(Networks, network => network.Contains(address));

    // RFC 5214, 6.1: an interface id of 0:5efe or 200:5efe and an IPv4 address, which is usually private.
    private static bool IsIsatap(ReadOnlySpan<byte> address) => address[8..12] is [0 or 2, 0, 0x5E, 0xFE];
}
