using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace AlertRelay.Deliveries.Mail;

/// <summary>The outcome of a mail submission (RFC 5321, 4.2.1: 4yz is temporary, 5yz is permanent; RFC 3463: enhanced codes).</summary>
internal static partial class SmtpResponse
{
    /// <summary>The mail server accepted the email. Later failures come back as an email to the sender.</summary>
    public static readonly DeliveryOutcome Accepted = new DeliveryOutcome.Delivered(250) { IsOnlyAccepted = true };

    // RFC 3463, 3.2 and RFC 7505: bad address, bad system, bad syntax, moved, null MX.
    private static readonly string[] UnknownAddressCodes = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"];

    /// <returns>Null for exceptions that are not failures of the mail server.</returns>
    public static DeliveryOutcome? Of(Exception exception) => exception switch
    {
        SmtpCommandException rejected => Of(rejected.ErrorCode, (int)rejected.StatusCode, rejected.Message),
        AuthenticationException => Failed("the mail server did not accept the relay's user and password"),
        // MailKit's exception for an answer of 530.
        ServiceNotAuthenticatedException => Failed("the mail server wants the relay to sign in: its operator must set Mail:User and Mail:Password", 530),
        ServiceNotConnectedException => new DeliveryOutcome.Failed(DeliveryError.Reset),
        SslHandshakeException => Tls(DeliveryError.Detail(exception) ?? "no secure connection to the mail server could be made"),
        // MailKit throws it for a server without STARTTLS, or without a way to sign in.
        NotSupportedException => Tls("the mail server offers no STARTTLS, or no way to sign in"),
        ProtocolException => new DeliveryOutcome.Failed(DeliveryError.Reset),
        _ => DeliveryError.Failure(exception),
    };

    public static DeliveryOutcome Of(SmtpErrorCode stage, int status, string text) => stage switch
    {
        _ when status < 500 => Failed($"the mail server answered {status}: not now", status),
        SmtpErrorCode.RecipientNotAccepted when IsUnknownAddress(status, text) =>
            new DeliveryOutcome.Gone(status) { Explanation = $"answered {status} by its mail server: there is no such address" },
        SmtpErrorCode.RecipientNotAccepted => Failed($"the mail server answered {status}: it takes no email for this address", status),
        SmtpErrorCode.MessageNotAccepted => Failed($"the mail server answered {status}: it does not take this email", status) with
        {
            IsContentRejected = true,
        },
        _ => Failed($"the mail server answered {status}", status),
    };

    // 550 is also the answer of servers that refuse to relay, and of filters of every kind. Only a certain "no such address" may disable a subscription.
    private static bool IsUnknownAddress(int status, string text)
    {
        var words = Address.Replace(text, "");
        if (OtherReason.IsMatch(words))
            return false;

        return EnhancedCode.Match(text) is { Success: true, Groups: [_, { Value: var code }] } && !code.EndsWith(".0", StringComparison.Ordinal)
            ? UnknownAddressCodes.Contains(code)
            : status is 550 or 551 or 553 && NoMailbox.IsMatch(words);
    }

    private static DeliveryOutcome.Failed Tls(string explanation) => new(DeliveryError.Tls) { Explanation = explanation };

    private static DeliveryOutcome.Failed Failed(string explanation, int? status = null) => new(DeliveryError.Status, status) { Explanation = explanation };

    // At the start: elsewhere in the text it may be a part of an IP address. "5.1.0" and "5.0.0" say nothing, so the words decide.
    [GeneratedRegex(@"^[\s#]*(5\.\d{1,3}\.\d{1,3})(?![.\d])")]
    private static partial Regex EnhancedCode { get; }

    [GeneratedRegex(@"<[^>]*>|\S+@\S+")]
    private static partial Regex Address { get; }

    [GeneratedRegex(
        @"\b(no such|unknown|invalid|non-?existent|unrouteable|undeliverable)\s+(\w+\s+)?(user|mailbox|recipient|address|account)\b"
        + @"|\b(user|mailbox|recipient|address|account)\b.{0,40}?\b(unknown|not found|not known|does(n't| not) exist|not exist|not a valid|is(n't| not) valid"
        + @"|no longer)\b|\bno mailbox\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoMailbox { get; }

    [GeneratedRegex(
        @"\b(spf|dkim|dmarc|block(ed|ing|list(ed)?)?|black-?list(ed)?|\w*bl|listed|spam\w*|reputation|rates?|limit(s|ed)?|too many|throttl\w+"
        + @"|policy|policies|relay(ing)?|sender|helo|ehlo|reverse|rdns|ptr|greylist(ed)?|quota|full)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherReason { get; }
}
