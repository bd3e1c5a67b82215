using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AlertRelay.Networking;

/// <summary>
/// Opens connections through an HTTP proxy (CONNECT, RFC 9110, section 9.3.6). The relay resolves the name, checks the addresses and names one of them to
/// the proxy: a proxy that resolves names itself could connect into the operator's network. TLS still verifies the name.
/// </summary>
internal sealed class ProxyTunnel(Uri proxy, TargetRules rules, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private const int MaxHead = 8 * 1024;

    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="ForbiddenAddressException">The name resolves to an address that may not be called.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!rules.AllowHttp && !rules.AllowPrivateNetworks && context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp)
            throw new ForbiddenAddressException();

        var target = context.DnsEndPoint;
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await _resolve(target.Host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        if (!rules.AllowPrivateNetworks && addresses.Any(ForbiddenAddresses.Contain))
            throw new ForbiddenAddressException();

        return await OpenOneOf([.. addresses.Select(address => new IPEndPoint(address, target.Port))], cancellationToken);
    }

    // In the resolver's order.
    private async Task<Stream> OpenOneOf(IReadOnlyList<IPEndPoint> targets, CancellationToken cancellationToken)
    {
        for (var next = 0; next < targets.Count - 1; next++)
        {
            try
            {
                return await Open(targets[next], cancellationToken);
            }
            catch (HttpRequestException)
            {
                // Perhaps the proxy reaches only the other family of addresses.
            }
        }

        return await Open(targets[^1], cancellationToken);
    }

    private async Task<Stream> Open(IPEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(proxy.IdnHost, proxy.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.WriteAsync(Request(target), cancellationToken);
            var status = await Status(stream, cancellationToken);
            return status is >= 200 and < 300
                ? stream
                : throw new HttpRequestException(
                    HttpRequestError.ProxyTunnelError, $"The proxy answered {status.ToString(CultureInfo.InvariantCulture)}.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private byte[] Request(IPEndPoint target)
    {
        var credentials = proxy.UserInfo.Length > 0
            ? $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(proxy.UserInfo)))}\r\n"
            : "";
        return Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{credentials}\r\n");
    }

    // Byte by byte: what follows the head belongs to the target.
    private static async Task<int> Status(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new byte[MaxHead];
        var length = 0;
        while (length < head.Length && !head.AsSpan(0, length).EndsWith(EndOfHead))
        {
            if (await stream.ReadAsync(head.AsMemory(length, 1), cancellationToken) == 0)
                break;

            length++;
        }

        var line = Encoding.ASCII.GetString(head, 0, length);
        return line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Split(' ', 3) is [_, { Length: >= 3 } status, ..]
            && int.TryParse(status.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code
            : throw new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy's answer cannot be read.");
    }
}
