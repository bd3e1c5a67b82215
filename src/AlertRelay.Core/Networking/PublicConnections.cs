using System.Net;
using System.Net.Sockets;

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
