using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace AlertRelay.Deliveries.Mail;

/// <summary>The outcome of a mail submission (RFC 5321, 4.2.1: 4yz is temporary, 5yz is permanent; RFC 3463: enhanced codes).</summary>
internal static partial class SmtpResponse
{
    /// <summary>The mail server accepted the email. Later failures come back as an email to the sender.</summary>
    public static readonly DeliveryOutcome Taken = new DeliveryOutcome.Delivered(250) { IsOnlyAccepted = true };

    /// <returns>Null for exceptions that are not failures of the mail server.</returns>
    public static DeliveryOutcome? Of(Exception exception) => exception switch
    {
        SmtpCommandException rejected => Of(rejected.ErrorCode, (int)rejected.StatusCode, rejected.Message),
        AuthenticationException => Failed("the mail server did not accept the relay's user and password"),
        SslHandshakeException => new DeliveryOutcome.Failed(DeliveryError.Tls) { Explanation = "no secure connection to the mail server could be made" },
        // MailKit throws it for a server without STARTTLS, or without a way to sign in.
        NotSupportedException => new DeliveryOutcome.Failed(DeliveryError.Tls) { Explanation = "the mail server offers no STARTTLS, or no way to sign in" },
        ProtocolException => new DeliveryOutcome.Failed(DeliveryError.Reset),
        _ => DeliveryError.Of(exception) is { } error ? new DeliveryOutcome.Failed(error) : null,
    };

    public static DeliveryOutcome Of(SmtpErrorCode stage, int status, string text) => stage switch
    {
        _ when status < 500 => Failed($"the mail server answered {status}: not now", status),
        SmtpErrorCode.RecipientNotAccepted when IsUnknownAddress(status, text) =>
            new DeliveryOutcome.Gone(status) { Explanation = $"answered {status} by its mail server: there is no such address" },
        SmtpErrorCode.RecipientNotAccepted => Failed($"the mail server answered {status}: it takes no letters for this address", status),
        SmtpErrorCode.MessageNotAccepted => Failed($"the mail server answered {status}: it does not take this letter", status) with
        {
            IsContentRejected = true,
        },
        _ => Failed($"the mail server answered {status}", status),
    };

    // A server that refuses to relay answers 550 for every address. Only a certain "no such address" may disable a subscription.
    private static bool IsUnknownAddress(int status, string text) =>
        EnhancedCode.Match(text) is { Success: true, ValueSpan: var code }
            ? code.StartsWith("5.1.") || code is "5.2.1"
            : status is 550 or 551 or 553 && !text.Contains("relay", StringComparison.OrdinalIgnoreCase);

    private static DeliveryOutcome.Failed Failed(string explanation, int? status = null) => new(DeliveryError.Status, status) { Explanation = explanation };

    [GeneratedRegex(@"\b5\.\d{1,3}\.\d{1,3}\b")]
    private static partial Regex EnhancedCode { get; }
}
