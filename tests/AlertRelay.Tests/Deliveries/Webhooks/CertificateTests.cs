using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Webhooks;

/// <summary>A receiver's owner reads what is wrong with the certificate, over real TLS.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset Past = DateTimeOffset.UnixEpoch.AddYears(40), Future = Past.AddYears(100);

    private readonly RelayInMemory _relay = new();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _relay.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData("localhost", 40, 41, "the certificate expired on 2011-01-01")]
    [InlineData("localhost", 139, 140, "the certificate is valid only from 2109-01-01 on")]
    [InlineData("other.example", 40, 140, "the certificate is for another name than the host's")]
    [InlineData("localhost", 40, 140, "the certificate is signed by itself, or by an authority that the relay does not trust")]
    public async Task A_certificate_that_is_not_accepted_says_why(string name, int from, int until, string words)
    {
        var epoch = DateTimeOffset.UnixEpoch;
        using var certificate = Request(name).CreateSelfSigned(epoch.AddYears(from), epoch.AddYears(until));

        Assert.Contains(words, await Reason(certificate), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_without_its_intermediate_certificate_is_called_incomplete()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Authority", rootKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(Past, Future);
        using var signed = Request("localhost").Create(root, Past, Future, [1]);
        using var certificate = signed.CopyWithPrivateKey(_key);

        var reason = await Reason(certificate);

        Assert.Contains("the certificate chain is incomplete", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("Authority", reason, StringComparison.Ordinal);
    }

    private CertificateRequest Request(string name)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private async Task<string> Reason(X509Certificate2 certificate)
    {
        using var loaded = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        await using var receiver = await Receiver.Start(certificate: loaded);
        var target = new UriBuilder(receiver.At("/")) { Host = "localhost" }.Uri;

        var sent = await _relay.Sender.Send(Some.Subscription(target), Some.Message(), TestContext.Current.CancellationToken);

        Assert.Equal("tls", sent.Error);
        return sent.Reason!;
    }
}
