using AlertRelay.Delivery.Formats;
using AlertRelay.Delivery.Mail;
using AlertRelay.Subscriptions;

namespace AlertRelay.Delivery;

/// <summary>Sends each message by the way that its target asks for.</summary>
public sealed class PostOffice(WebhookSender webhooks, MailSender mails) : IMessageSender
{
    public Task<SendResult> Send(Subscription subscription, Message message, CancellationToken cancellation) =>
        (subscription.Target.Scheme == Uri.UriSchemeMailto ? (IMessageSender)mails : webhooks).Send(subscription, message, cancellation);
}
