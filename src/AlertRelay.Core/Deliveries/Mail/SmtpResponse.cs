using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace AlertRelay.Deliveries.Mail;

/// <summary>What came of handing a letter over (RFC 5321, 4.2.1: 4yz may pass later, 5yz will not; RFC 3463: the enhanced codes).</summary>
internal static partial class SmtpResponse
{
    /// <summary>The mail server has it; what others on the way make of it comes back as a letter to the sender.</summary>
    public static readonly DeliveryOutcome Taken = new DeliveryOutcome.Delivered(250) { IsOnlyAccepted = true };

    /// <returns>Null for what is no failure of the way to a mail server.</returns>
    public static DeliveryOutcome? Of(Exception exception) => exception switch
    {
        SmtpCommandException refused => Of(refused.ErrorCode, (int)refused.StatusCode, refused.Message),
        AuthenticationException => Failed("the mail server did not accept the relay's user and password"),
        SslHandshakeException => new DeliveryOutcome.Failed(DeliveryError.Tls) { Explanation = "no secure connection to the mail server could be made" },
        // MailKit's word for a server without STARTTLS, or without a way to sign in.
        NotSupportedException => new DeliveryOutcome.Failed(DeliveryError.Tls) { Explanation = "the mail server offers no STARTTLS, or no way to sign in" },
        ProtocolException => new DeliveryOutcome.Failed(DeliveryError.Reset),
        _ => DeliveryError.Of(exception) is { } error ? new DeliveryOutcome.Failed(error) : null,
    };

    public static DeliveryOutcome Of(SmtpErrorCode stage, int status, string text) => stage switch
    {
        _ when status < 500 => Failed($"the mail server answered {status}: not now", status),
        SmtpErrorCode.RecipientNotAccepted when IsOfTheAddress(status, text) =>
            new DeliveryOutcome.Gone(status) { Explanation = $"answered {status} by its mail server: there is no such address" },
        SmtpErrorCode.RecipientNotAccepted => Failed($"the mail server answered {status}: it takes no letters for this address", status),
        SmtpErrorCode.MessageNotAccepted => Failed($"the mail server answered {status}: it does not take this letter", status) with
        {
            IsContentRejected = true,
        },
        _ => Failed($"the mail server answered {status}", status),
    };

    // A server that refuses to relay says 550 too, of every address: only what is certainly about this one may end a subscription.
    private static bool IsOfTheAddress(int status, string text) =>
        Enhanced.Match(text) is { Success: true, ValueSpan: var code }
            ? code.StartsWith("5.1.") || code is "5.2.1"
            : status is 550 or 551 or 553 && !text.Contains("relay", StringComparison.OrdinalIgnoreCase);

    private static DeliveryOutcome.Failed Failed(string because, int? status = null) => new(DeliveryError.Status, status) { Explanation = because };

    [GeneratedRegex(@"\b5\.\d{1,3}\.\d{1,3}\b")]
    private static partial Regex Enhanced { get; }
}
