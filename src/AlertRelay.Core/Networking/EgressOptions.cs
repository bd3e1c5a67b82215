using System.ComponentModel;

namespace AlertRelay.Networking;

/// <summary>Section "Egress": how the relay connects to receivers and publishers.</summary>
public sealed class EgressOptions
{
    public const string Section = "Egress";

    public const string ProxyRule =
        "Egress:Proxy must be the address of an HTTP proxy, such as http://proxy.example.org:3128 or http://user:password@proxy.example.org:3128.";

    public const string CaFileRule = "Egress:CaFile must name a PEM file with one or more certificates (\"-----BEGIN CERTIFICATE-----\").";

    [Description("An HTTP proxy for requests to receivers and publishers. It sees addresses only: the relay resolves and checks names itself.")]
    public string? Proxy { get; set; }

    [Description("A PEM file with certificate authorities that are trusted beside those of the system.")]
    public string? CaFile { get; set; }

    /// <returns>Null without a proxy, and for an invalid one.</returns>
    internal Uri? ProxyAddress =>
        Uri.TryCreate(Proxy, UriKind.Absolute, out var address) && address is { Scheme: "http", Host.Length: > 0, PathAndQuery: "/", Fragment: "" }
            ? address
            : null;

    /// <param name="rules">Which addresses a tunnel may lead to.</param>
    internal void ApplyTo(SocketsHttpHandler handler, TargetRules rules)
    {
        if (Authorities is { } authorities)
        {
            var other = handler.SslOptions.RemoteCertificateValidationCallback;
            handler.SslOptions.RemoteCertificateValidationCallback = other is null ? authorities.Accept
                : (sender, certificate, chain, errors) => authorities.Accept(sender, certificate, chain, errors) || other(sender, certificate, chain, errors);
        }

        if (ProxyAddress is { } proxy)
            (handler.UseProxy, handler.ConnectCallback) = (false, new ProxyTunnel(proxy, rules).Connect);
    }

    internal CertificateAuthorities? Authorities => CaFile is null ? null : CertificateAuthorities.Read(CaFile);
}
