using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AlertRelay.Networking;

/// <summary>Accepts the certificates that the platform accepts, and explains what is wrong with others.</summary>
internal static class CertificateCheck
{
    /// <summary>A <see cref="RemoteCertificateValidationCallback"/>.</summary>
    /// <exception cref="CertificateException">Thrown instead of returning false, to give the reason.</exception>
    public static bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new CertificateException(string.Join(", and ", Complaints(chain, errors).Distinct()));

    private static IEnumerable<string> Complaints(X509Chain? chain, SslPolicyErrors errors) =>
    [
        .. errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? (string[])["no certificate is shown"] : [],
        .. errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? (string[])["the certificate is for another name than the host's"] : [],
        .. errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && chain is not null ? Complaints(chain) : [],
    ];

    private static IEnumerable<string> Complaints(X509Chain chain) => chain.ChainElements.SelectMany(
        (element, index) => element.ChainElementStatus.Select(
            status => Complaint(status.Status, element.Certificate, index == 0 ? "the certificate" : "a certificate of the chain", chain.ChainPolicy)));

    private static string Complaint(X509ChainStatusFlags status, X509Certificate2 certificate, string subject, X509ChainPolicy policy) => status switch
    {
        X509ChainStatusFlags.NotTimeValid when certificate.NotBefore > policy.VerificationTime =>
            $"{subject} is valid only from {Date(certificate.NotBefore)} on",
        X509ChainStatusFlags.NotTimeValid => $"{subject} expired on {Date(certificate.NotAfter)}",
        X509ChainStatusFlags.UntrustedRoot => "the certificate is signed by itself, or by an authority that the relay does not trust",
        X509ChainStatusFlags.PartialChain =>
            "the certificate chain is incomplete: the server must send its intermediate certificates too, up to an authority that the relay trusts",
        X509ChainStatusFlags.Revoked => $"{subject} is revoked",
        X509ChainStatusFlags.RevocationStatusUnknown or X509ChainStatusFlags.OfflineRevocation => "whether the certificate is revoked cannot be found out",
        _ => $"{subject} is not valid ({status})",
    };

    private static string Date(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="reason">What is wrong with the certificate, as a part of a sentence. It quotes nothing from the certificate but dates.</param>
internal sealed class CertificateException(string reason) : AuthenticationException(reason);

/// <summary>An operator's own certificate authorities, trusted beside those of the system.</summary>
internal sealed class CertificateAuthorities(X509Certificate2Collection own)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <returns>Null when the file cannot be read or holds no certificate.</returns>
    public static CertificateAuthorities? Read(string file)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found.Count > 0 ? new CertificateAuthorities(found) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>For <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/>. A wrong name is still refused.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 leaf || presented is null)
            return false;

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(own);
        chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        // Private authorities seldom publish reachable revocation lists.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(leaf);
    }
}
