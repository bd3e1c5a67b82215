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

/// <summary>One letter to one address, handed to the operator's own mail server and to no other.</summary>
public sealed class MailSender(IOptions<MailOptions> mail, UnsubscribeService unsubscribing, IOptions<DeliveryOptions> options, TimeProvider time)
    : IMessageSender
{
    private const int TlsFromTheStart = 465;

    private static readonly DeliveryOutcome.Failed NoServer = new(DeliveryError.Blocked)
    {
        Explanation = "this relay sends no mail: its operator must set Mail:Host and Mail:From",
    };

    public async Task<SendResult> Send(Subscription subscription, Message message, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var started = time.GetTimestamp();
        var (outcome, said) = ErrandTo(subscription, at) is { } errand ? await Hand(message, errand, cancellationToken) : (NoServer, null);
        return new SendResult(outcome, at, time.GetElapsedTime(started), said, Traces.TraceId);
    }

    private MailEnvelope? ErrandTo(Subscription subscription, DateTimeOffset at) =>
        MailTarget.AddressOf(subscription.Target) is { } address && mail.Value is { IsSet: true, Host: { } host } && mail.Value.Sender() is { } sender
            ? new MailEnvelope(host, sender, new MailboxAddress("", address), unsubscribing.AddressFor(subscription), at)
            : null;

    private async Task<(DeliveryOutcome Outcome, string? Said)> Hand(Message message, MailEnvelope errand, CancellationToken cancellationToken)
    {
        using var deadline = new SendDeadline(options.Value.Timeout, time, cancellationToken);
        using var letter = Letter(message, errand);
        try
        {
            return (SmtpResponse.Taken, ResponseStart.Kept(await Hand(letter, errand, deadline.Token)));
        }
        catch (Exception exception) when (SmtpResponse.Of(exception) is { } outcome)
        {
            if (outcome.Error == DeliveryError.Timeout)
                cancellationToken.ThrowIfCancellationRequested();

            return (outcome, (exception as SmtpCommandException)?.Message);
        }
    }

    private async Task<string> Hand(MimeMessage letter, MailEnvelope errand, CancellationToken deadline)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(errand.Host, mail.Value.Port, Security, deadline);
        if (mail.Value.User is { } user)
            await client.AuthenticateAsync(user, mail.Value.Password ?? "", deadline);

        // The envelope is what counts: whatever the letter's headers say, it goes to one address.
        return await client.SendAsync(letter, errand.From, [errand.To], deadline);
    }

    private SecureSocketOptions Security =>
        mail.Value.IsOnLoopback ? SecureSocketOptions.None
        : mail.Value.Port == TlsFromTheStart ? SecureSocketOptions.SslOnConnect
        : SecureSocketOptions.StartTls;

    // Everything that says who writes to whom is written anew.
    private static MimeMessage Letter(Message message, MailEnvelope errand)
    {
        using var body = new MemoryStream(message.Body.ToArray(), writable: false);
        var letter = MimeMessage.Load(body, CancellationToken.None);
        foreach (var addresses in new[] { letter.From, letter.To, letter.Cc, letter.Bcc, letter.ReplyTo })
            addresses.Clear();

        letter.Sender = null;
        letter.From.Add(errand.From);
        letter.To.Add(errand.To);
        letter.Date = errand.At;
        if (errand.Unsubscribe is { } unsubscribe)
            UnsubscribeFooter.Add(letter, unsubscribe);

        return letter;
    }

    private sealed record MailEnvelope(string Host, MailboxAddress From, MailboxAddress To, Uri? Unsubscribe, DateTimeOffset At);
}
