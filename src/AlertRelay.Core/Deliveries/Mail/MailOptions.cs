using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using MimeKit;

namespace AlertRelay.Deliveries.Mail;

/// <summary>Section "Mail": the SMTP server for the relay's emails. Without it no subscription can have a mailto: target.</summary>
public sealed class MailOptions
{
    public const string NoSender = "Mail:From must be an address such as \"AlertRelay <alerts@example.org>\" where Mail:Host is set.";

    [Description("The SMTP server for emails. Without it no subscription can have a mailto: target.")]
    public string? Host { get; set; }

    [Description("587 uses STARTTLS; 465 uses TLS from the start.")]
    [Range(1, 65535, ErrorMessage = "Mail:Port must be between 1 and 65535, usually 587.")]
    public int Port { get; set; } = 587;

    [Description("Without it the relay does not sign in.")]
    public string? User { get; set; }

    [Description("A secret.")]
    public string? Password { get; set; }

    [Description("The sender, such as `AlertRelay <alerts@example.org>`. Needed with Mail:Host.")]
    public string? From { get; set; }

    [MemberNotNullWhen(true, nameof(Host))]
    public bool IsSet => !string.IsNullOrWhiteSpace(Host);

    /// <returns>Null if From is not an address.</returns>
    public MailboxAddress? Sender() => MailboxAddress.TryParse(From ?? "", out var sender) && sender.Domain.Length > 0 ? sender : null;

    /// <summary>Traffic to a server on the same machine needs no TLS.</summary>
    public bool IsOnLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
