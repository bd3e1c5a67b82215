using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>Sends each message by the way that its target asks for.</summary>
public sealed class SenderRouter(WebhookSender webhooks, MailSender mails) : IMessageSender
{
    public Task<SendResult> Send(Subscription subscription, Message message, CancellationToken cancellationToken) =>
        (subscription.Target.Scheme == Uri.UriSchemeMailto ? (IMessageSender)mails : webhooks).Send(subscription, message, cancellationToken);
}
