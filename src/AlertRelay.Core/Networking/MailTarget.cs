using System.Text.RegularExpressions;

namespace AlertRelay.Networking;

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
