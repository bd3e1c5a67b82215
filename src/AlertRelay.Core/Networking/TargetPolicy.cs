using System.Net;
using System.Text.RegularExpressions;

namespace AlertRelay.Networking;

/// <summary>The operator's rules for targets.</summary>
/// <param name="AllowPrivateNetworks">For local tests: any host, any port, and HTTP.</param>
/// <param name="AllowHttp">Allows HTTP besides HTTPS, and port 80.</param>
/// <param name="Ports">The allowed ports.</param>
public sealed record TargetRules(bool AllowPrivateNetworks, bool AllowHttp, IReadOnlyList<int> Ports)
{
    /// <summary>Whether a mail server is configured, which mailto: targets need.</summary>
    public bool AllowMail { get; init; }
}

internal abstract record TargetDecision
{
    private TargetDecision() { }

    public sealed record Accepted(Uri Target) : TargetDecision;

    /// <param name="Reason">What to write instead, without the target, which may be a secret.</param>
    public sealed record Refused(string Reason) : TargetDecision;
}

/// <summary>
/// Checks the URL of a target. A valid name may still resolve to a forbidden address, so the guarded handler checks every connection too.
/// </summary>
public sealed class TargetPolicy(TargetRules rules)
{
    private const int MaximumLength = 2048;

    private const string Private =
        "The target lies inside a private network: give a public address, or set Delivery:AllowPrivateNetworks to true for a local trial.";

    private const string Zone =
        "The target's address has a zone ('%…'), which means something in its own network only: give a public address without one, or set "
        + "Delivery:AllowPrivateNetworks to true for a local trial.";

    // RFC 6761 (localhost), RFC 6762 (local), RFC 8375 (home.arpa), ICANN resolution 2024.07.29.06 (internal).
    private static readonly string[] PrivateDomains = ["localhost", "local", "localdomain", "home.arpa", "internal"];

    internal TargetDecision Check(string? target) =>
        target is null || target.Any(IsMisread) || !Uri.TryCreate(target, UriKind.Absolute, out var url)
            ? new TargetDecision.Refused("The target must be a whole URL without spaces, such as https://example.org/alerts.")
            : Check(url);

    internal TargetDecision Check(Uri target) =>
        Complaint(target) is { } complaint ? new TargetDecision.Refused(complaint) : new TargetDecision.Accepted(WithPlainHost(target));

    // Uri reads a backslash as a slash and drops white space at the ends; others read them otherwise.
    private static bool IsMisread(char character) => character == '\\' || char.IsWhiteSpace(character) || char.IsControl(character);

    private string? Complaint(Uri target) =>
        !target.IsAbsoluteUri ? "The target must be a whole URL, such as https://example.org/alerts."
        : target.OriginalString.Length > MaximumLength ? $"The target may have at most {MaximumLength} characters."
        : target.Scheme == Uri.UriSchemeMailto ? MailComplaint(target)
        : !IsScheme(target) ? "The target must begin with https:// (http:// where Delivery:AllowHttp is true)."
        : target.Host.Length == 0 ? "The target must name a host, such as https://example.org/alerts."
        : NamesUser(target) ? "The target must not carry a user name or password: put a token into its path or query instead."
        : target.Fragment.Length > 0 ? "The target must not have a part after '#', which is never sent: leave it out."
        : rules.AllowPrivateNetworks ? null
        : !IsPort(target) ? $"The target must use port {string.Join(" or ", rules.Ports)} (the setting Delivery:Ports lists them)."
        : HasZone(target) ? Zone
        : IsPrivate(target.IdnHost.TrimEnd('.'), target.HostNameType) ? Private
        : IsOddNumber(target) ? $"The target's host is an unusual spelling of the address {target.Host}: write it so, or give a name."
        : null;

    // In IDNA form, which exposes look-alike characters.
    private static Uri WithPlainHost(Uri target) =>
        target.HostNameType == UriHostNameType.Dns && target.IdnHost != target.Host ? new UriBuilder(target) { Host = target.IdnHost }.Uri : target;

    private string? MailComplaint(Uri target) =>
        !rules.AllowMail ? "This relay sends no mail: its operator must set Mail:Host and Mail:From first."
        : MailTarget.AddressOf(target) is null ? "A mail target must be one plain address, such as mailto:duty@example.org."
        : null;

    // Including an empty user name, as in https://@example.org/, which Uri does not report.
    private static bool NamesUser(Uri target) =>
        target.UserInfo.Length > 0 || (target.OriginalString.Split('/', '?') is [_, "", var authority, ..] && authority.Contains('@'));

    private bool IsScheme(Uri target) =>
        target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && (rules.AllowHttp || rules.AllowPrivateNetworks));

    private bool IsPort(Uri target) => rules.Ports.Contains(target.Port) || (rules.AllowHttp && target.Port == 80);

    // A name of one label is looked up in the resolver's own search domains. An invalid address is not called.
    private static bool IsPrivate(string host, UriHostNameType type) =>
        IPAddress.TryParse(host, out var address) ? ForbiddenAddresses.Contain(address)
        : type != UriHostNameType.Dns || !host.Contains('.') || char.IsAsciiDigit(host[^1]) || PrivateDomains.Any(domain => IsIn(host, domain));

    // RFC 4007, section 11.
    private static bool HasZone(Uri target) => target.HostNameType == UriHostNameType.IPv6 && WrittenHost(target).Contains('%');

    // "0x7f.1", "2130706433", "0177.0.0.1", digits of other scripts: programs differ in how they read them.
    private static bool IsOddNumber(Uri target) => target.HostNameType == UriHostNameType.IPv4 && !WrittenHost(target).SequenceEqual(target.Host);

    private static ReadOnlySpan<char> WrittenHost(Uri target)
    {
        var rest = target.OriginalString.AsSpan(target.Scheme.Length + Uri.SchemeDelimiter.Length);
        var authority = rest.IndexOfAny("/?#") is var end and >= 0 ? rest[..end] : rest;
        return authority.LastIndexOf(':') is var port and > 0 && !authority[port..].Contains(']') ? authority[..port] : authority;
    }

    private static bool IsIn(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');
}

/// <summary>
/// "mailto:" and one plain address. Lists, comments, quotes and further headers are not allowed, because a mail server could read them as several
/// addresses.
/// </summary>
internal static partial class MailTarget
{
    // RFC 5321, 4.5.3.1.3: a path of at most 256 octets, its brackets included.
    private const int MaxLength = 254;

    // Of RFC 5322, 3.2.3, without what means something in a URL, and without % and !, which once meant "by way of".
    private const string Atom = "[A-Za-z0-9$'*+^_`{|}~-]+";

    // RFC 1123, 2.1. At least two of them: a name without a dot is one of the mail server's own network.
    private const string Label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";

    /// <returns>Null for any other target.</returns>
    public static string? AddressOf(Uri target) =>
        target.Scheme == Uri.UriSchemeMailto && Whole.Match(target.OriginalString) is { Success: true, Groups: [_, { ValueSpan.Length: <= MaxLength } address] }
            ? address.Value
            : null;

    [GeneratedRegex($@"^mailto:({Atom}(?:\.{Atom})*@{Label}(?:\.{Label})+)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Whole { get; }
}
