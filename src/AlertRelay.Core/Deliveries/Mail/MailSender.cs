using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Networking;
using AlertRelay.Observability;
using AlertRelay.Subscriptions;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace AlertRelay.Deliveries.Mail;

/// <summary>Sends one email to one address, through the operator's own mail server only.</summary>
public sealed class MailSender(
    IOptions<MailOptions> mail, UnsubscribeService unsubscribe, IOptions<DeliveryOptions> options, TimeProvider time, ILogger<MailSender> logger)
    : IMessageSender
{
    private readonly UnexpectedFailures _unexpected = new(logger);

    private const int ImplicitTlsPort = 465;

    private static readonly DeliveryOutcome.Failed NoServer = new(DeliveryError.Blocked)
    {
        Explanation = "this relay sends no mail: its operator must set Mail:Host and Mail:From",
    };

    public async Task<DeliveryOutcome> Send(Subscription subscription, Message message, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        var (outcome, response) = await TrySubmit(subscription, message, at, cancellationToken);
        return outcome with { At = at, Took = time.GetElapsedTime(started), ResponseStart = response, TraceId = Traces.TraceId };
    }

    private async Task<(DeliveryOutcome Outcome, string? Response)> TrySubmit(
        Subscription subscription, Message message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            return EnvelopeTo(subscription, at) is { } envelope
                ? (SmtpResponse.Accepted, ResponseStart.Truncate(await Submit(message, envelope, cancellationToken)))
                : (NoServer, null);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return (SmtpResponse.Of(exception) ?? _unexpected.Note(exception), (exception as SmtpCommandException)?.Message);
        }
    }

    private MailEnvelope? EnvelopeTo(Subscription subscription, DateTimeOffset at) =>
        MailTarget.AddressOf(subscription.Target) is { } address && mail.Value is { IsSet: true, Host: { } host } && mail.Value.Sender() is { } sender
            ? new MailEnvelope(host, sender, new MailboxAddress("", address), unsubscribe.AddressFor(subscription), at)
            : null;

    private async Task<string> Submit(Message message, MailEnvelope envelope, CancellationToken cancellationToken)
    {
        using var deadline = new SendDeadline(options.Value.Timeout, time, cancellationToken);
        using var email = EmailOf(message, envelope);
        using var client = new SmtpClient { ServerCertificateValidationCallback = CertificateCheck.Accepts };
        await client.ConnectAsync(envelope.Host, mail.Value.Port, Security, deadline.Token);
        if (mail.Value.User is { } user)
            await client.AuthenticateAsync(user, mail.Value.Password ?? "", deadline.Token);

        // The envelope decides: whatever the email's headers contain, it goes to one address.
        return await client.SendAsync(email, envelope.From, [envelope.To], deadline.Token);
    }

    private SecureSocketOptions Security =>
        mail.Value.IsOnLoopback ? SecureSocketOptions.None
        : mail.Value.Port == ImplicitTlsPort ? SecureSocketOptions.SslOnConnect
        : SecureSocketOptions.StartTls;

    // Replaces every header about senders and recipients.
    private static MimeMessage EmailOf(Message message, MailEnvelope envelope)
    {
        using var body = new MemoryStream(message.Body.ToArray(), writable: false);
        var email = MimeMessage.Load(body, CancellationToken.None);
        foreach (var addresses in new[] { email.From, email.To, email.Cc, email.Bcc, email.ReplyTo })
            addresses.Clear();

        email.Sender = null;
        email.From.Add(envelope.From);
        email.To.Add(envelope.To);
        email.Date = envelope.At;
        if (envelope.Unsubscribe is { } unsubscribe)
            UnsubscribeFooter.Add(email, unsubscribe);

        return email;
    }

    private sealed record MailEnvelope(string Host, MailboxAddress From, MailboxAddress To, Uri? Unsubscribe, DateTimeOffset At);
}

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
    [PasswordPropertyText(true)]
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
