using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AlertRelay.Deliveries;
using AlertRelay.Networking;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>
/// What a POST costs over a new TLS connection, over a new one with the session resumed, and over one that is open: both ends in this process.
/// </summary>
public static class TlsBenchmark
{
    private const int Posts = 300;

    private static readonly byte[] Answer = "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(),
    LastAnswer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray();

    public static async Task Run()
    {
        using var certificate = Certificate();
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start(512);
        _ = Accept(door, certificate);
        var target = new Uri($"https://localhost:{((IPEndPoint)door.LocalEndpoint).Port}/hook");

        using var open = Client(certificate, isResuming: true);
        using var resuming = Client(certificate, isResuming: true);
        using var beginning = Client(certificate, isResuming: false);
        var warm = await Measured.Of("connection kept, as the relay keeps it for ten minutes", Posts, () => Post(open, target, isKept: true));
        var resumed = await Measured.Of("new connection, session resumed", Posts, () => Post(resuming, target, isKept: false));
        var full = await Measured.Of("new connection, whole handshake", Posts, () => Post(beginning, target, isKept: false));
        Measured.Print("A POST of 1.5 KB over TLS, one after the other, both ends", warm, resumed, full);
    }

    // The relay's own handler, but for the certificate, which nobody vouches for.
    private static HttpMessageInvoker Client(X509Certificate2 known, bool isResuming)
    {
        var handler = (SocketsHttpHandler)GuardedHandler.Create(new DeliveryOptions { AllowPrivateNetworks = true }.Targets, connectionsPerHost: 8);
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => known.Equals(shown),
            AllowTlsResume = isResuming,
        };
        return new HttpMessageInvoker(handler);
    }

    private static async Task Post(HttpMessageInvoker http, Uri target, bool isKept)
    {
        for (var number = 0; number < Posts; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(new byte[1500]) };
            request.Headers.ConnectionClose = !isKept;
            using var response = await http.SendAsync(request, CancellationToken.None);
            response.EnsureSuccessStatusCode();
        }
    }

    private static async Task Accept(TcpListener door, X509Certificate2 certificate)
    {
        var context = SslStreamCertificateContext.Create(certificate, null);
        while (true)
            _ = Serve(await door.AcceptTcpClientAsync(), context);
    }

    private static async Task Serve(TcpClient caller, SslStreamCertificateContext certificate)
    {
        using (caller)
        await using (var stream = new SslStream(caller.GetStream()))
        {
            try
            {
                await stream.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificateContext = certificate, EnabledSslProtocols = SslProtocols.Tls13 });
                var buffer = new byte[64 * 1024];
                var (filled, read) = (0, 0);
                while ((read = await stream.ReadAsync(buffer.AsMemory(filled))) > 0)
                {
                    filled += read;
                    if (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) is not (>= 0 and var head) || filled < head + 4 + 1500)
                        continue;

                    filled = 0;
                    var isLast = buffer.AsSpan(0, head).IndexOf("Connection: close"u8) >= 0;
                    await stream.WriteAsync(isLast ? LastAnswer : Answer);
                    if (isLast)
                        return;
                }
            }
            catch (IOException)
            {
                // The caller has gone.
            }
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
