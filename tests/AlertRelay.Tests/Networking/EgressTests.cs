using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AlertRelay.Deliveries;
using AlertRelay.Networking;

namespace AlertRelay.Tests.Networking;

/// <summary>Out of an operator's network: through a proxy, to certificates of an own authority.</summary>
public sealed class EgressTests : IDisposable
{
    private const string Name = "receiver.example.org", Address = "93.184.216.34";

    private static readonly TargetRules Rules = new(AllowPrivateNetworks: false, AllowHttp: false, [443]);

    private readonly string _folder = Directory.CreateTempSubdirectory("alertrelay-egress-").FullName;
    private readonly X509Certificate2 _authority = Certificate("CN=Own authority", null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("relay:p%40ss@", "Basic cmVsYXk6cEBzcw==")]
    public async Task A_proxy_is_asked_for_the_checked_address_and_tls_for_the_name(string user, string? authorization)
    {
        using var proxy = new Proxy(Certificate($"CN={Name}", _authority));
        using var http = Through(proxy, user, [IPAddress.Parse(Address)]);

        Assert.Equal("hello", await Get(http));

        Assert.Equal($"CONNECT {Address}:443 HTTP/1.1", proxy.Head[0]);
        Assert.Equal($"Host: {Address}:443", proxy.Head[1]);
        Assert.Equal(authorization is null ? [] : [$"Proxy-Authorization: {authorization}"], proxy.Head.Skip(2));
        Assert.Equal(Name, proxy.ServerName);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("93.184.216.34 10.0.0.7")]
    [InlineData("::1")]
    [InlineData("169.254.169.254")]
    public async Task A_name_that_resolves_to_a_forbidden_address_is_not_asked_for(string addresses)
    {
        using var proxy = new Proxy(Certificate($"CN={Name}", _authority));
        using var http = Through(proxy, "", [.. addresses.Split(' ').Select(IPAddress.Parse)]);

        var fault = await Record.ExceptionAsync(() => Get(http));

        Assert.Equal(DeliveryError.Blocked, DeliveryError.Of(fault!));
        Assert.Empty(proxy.Head);
    }

    [Fact]
    public async Task Plain_http_stays_blocked()
    {
        using var proxy = new Proxy(Certificate($"CN={Name}", _authority));
        using var http = Through(proxy, "", [IPAddress.Parse(Address)]);

        Assert.Equal(DeliveryError.Blocked, DeliveryError.Of((await Record.ExceptionAsync(() => Get(http, "http")))!));
        Assert.Empty(proxy.Head);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", DeliveryError.Refused)]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\n\r\n", DeliveryError.Refused)]
    [InlineData("nonsense\r\n\r\n", DeliveryError.Refused)]
    [InlineData("", DeliveryError.Refused)]
    public async Task A_proxy_that_refuses_is_an_ordinary_failure(string answer, string error)
    {
        using var proxy = new Proxy(Certificate($"CN={Name}", _authority)) { Answer = answer };
        using var http = Through(proxy, "", [IPAddress.Parse(Address)]);

        Assert.Equal(error, DeliveryError.Of((await Record.ExceptionAsync(() => Get(http)))!));
    }

    [Theory]
    [InlineData("CN=" + Name, true, true)]
    [InlineData("CN=other.example.org", true, false)]
    [InlineData("CN=" + Name, false, false)]
    public async Task An_own_authority_is_trusted_for_the_names_that_it_signed(string subject, bool isOurs, bool isTrusted)
    {
        using var other = Certificate("CN=Another authority", null);
        using var proxy = new Proxy(Certificate(subject, isOurs ? _authority : other));
        using var http = Through(proxy, "", [IPAddress.Parse(Address)]);

        var fault = await Record.ExceptionAsync(() => Get(http));

        Assert.Equal(isTrusted ? null : DeliveryError.Tls, fault is null ? null : DeliveryError.Of(fault));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://proxy.example.org:3128", true)]
    [InlineData("http://user:password@10.0.0.1:3128/", true)]
    [InlineData("https://proxy.example.org", false)]
    [InlineData("proxy.example.org:3128", false)]
    [InlineData("http://proxy.example.org/path", false)]
    [InlineData("", false)]
    public void A_proxy_is_the_address_of_an_http_proxy(string? proxy, bool isOne) =>
        Assert.Equal(isOne, proxy is null || new EgressOptions { Proxy = proxy }.ProxyAddress is not null);

    [Fact]
    public void A_file_of_authorities_holds_certificates()
    {
        File.WriteAllText(Path.Combine(_folder, "empty.pem"), "");
        File.WriteAllText(Path.Combine(_folder, "broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        Assert.NotNull(new EgressOptions { CaFile = AuthorityFile() }.Authorities);
        Assert.All(["empty.pem", "broken.pem", "missing.pem"], name => Assert.Null(new EgressOptions { CaFile = Path.Combine(_folder, name) }.Authorities));
    }

    private HttpMessageInvoker Through(Proxy proxy, string user, IPAddress[] addresses)
    {
        var options = new EgressOptions { Proxy = $"http://{user}127.0.0.1:{proxy.Port}", CaFile = AuthorityFile() };
        var handler = (SocketsHttpHandler)GuardedHandler.Create(Rules, connectionsPerHost: 1, options);
        handler.ConnectCallback = new ProxyTunnel(options.ProxyAddress!, Rules, (_, _) => Task.FromResult(addresses)).Connect;
        return new HttpMessageInvoker(handler);
    }

    private string AuthorityFile()
    {
        var file = Path.Combine(_folder, "authority.pem");
        File.WriteAllText(file, _authority.ExportCertificatePem());
        return file;
    }

    private static async Task<string> Get(HttpMessageInvoker http, string scheme = "https")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://{Name}/");
        using var response = await http.SendAsync(request, Cancellation);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private static X509Certificate2 Certificate(string subject, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null, false, 0, true));
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        if (issuer is null)
            return request.CreateSelfSigned(from, to);

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(subject[3..]);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var signed = request.Create(issuer, issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A proxy for one connection, and the receiver behind it.</summary>
    private sealed class Proxy : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;

        public Proxy(X509Certificate2 certificate)
        {
            _certificate = certificate;
            _listener.Start();
            _ = Task.Run(Serve);
        }

        public string Answer { get; init; } = "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n";

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public List<string> Head { get; } = [];

        public string? ServerName { get; private set; }

        public void Dispose()
        {
            _listener.Dispose();
            _certificate.Dispose();
        }

        private async Task Serve()
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                using (var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true))
                {
                    while (await reader.ReadLineAsync() is { Length: > 0 } line)
                        Head.Add(line);
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer));
                await Receive(stream);
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The test is over, or the caller turned away.
            }
        }

        private async Task Receive(NetworkStream stream)
        {
            if (!Answer.Contains(" 200 ", StringComparison.Ordinal))
                return;

            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync((_, hello, _, _) =>
            {
                ServerName = hello.ServerName;
                return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = _certificate });
            }, state: null);
            using var reader = new StreamReader(tls, Encoding.ASCII, leaveOpen: true);
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }

            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray());
        }
    }
}
