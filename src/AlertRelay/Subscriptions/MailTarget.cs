using System.Text.RegularExpressions;

namespace AlertRelay.Subscriptions;

/// <summary>"mailto:" and one plain address. Nothing that a mail server or a header could read as two: no list, no comment, no quotes, no further headers.</summary>
public static partial class MailTarget
{
    // RFC 5321, 4.5.3.1.3: a path of at most 256 octets, its brackets included.
    private const int Longest = 254;

    /// <returns>Null when the target is not such a one.</returns>
    public static string? AddressOf(Uri target) =>
        target.Scheme == Uri.UriSchemeMailto && Whole.Match(target.OriginalString) is { Success: true, Groups: [_, { ValueSpan.Length: <= Longest } address] }
            ? address.Value
            : null;

    // The dot-atom of RFC 5322, 3.2.3, without what means something in a URL, and without % and !, which once meant "by way of".
    [GeneratedRegex(@"^mailto:([A-Za-z0-9$'*+^_`{|}~-]+(?:\.[A-Za-z0-9$'*+^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Whole { get; }
}
