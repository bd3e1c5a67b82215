using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// One attempt to send one message to one receiver. Every failure is an outcome: only the caller's cancellation throws. The target is a secret, so
/// neither logs nor outcomes contain it.
/// </summary>
internal interface IMessageSender
{
    Task<DeliveryOutcome> Send(Subscription subscription, Message message, CancellationToken cancellationToken);
}

/// <summary>Sends each message by webhook or by mail, as its target requires.</summary>
public sealed class SenderRouter(WebhookSender webhooks, MailSender mail) : IMessageSender
{
    public Task<DeliveryOutcome> Send(Subscription subscription, Message message, CancellationToken cancellationToken) =>
        (subscription.Target.Scheme == Uri.UriSchemeMailto ? (IMessageSender)mail : webhooks).Send(subscription, message, cancellationToken);
}

/// <summary>
/// The phases of an attempt. A phase is null if it did not occur: with an open connection, with an IP address as the host, or with plain HTTP.
/// </summary>
/// <param name="Connect">The TCP handshake, with the check of the address.</param>
/// <param name="FirstByte">From the start of the attempt to the response headers; null without a response.</param>
public sealed record SendTimings(TimeSpan? Dns = null, TimeSpan? Connect = null, TimeSpan? Tls = null, TimeSpan? FirstByte = null);
