using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>
/// One attempt to hand one message to one receiver. Whatever goes wrong on the way is an outcome; only a caller's cancellation is thrown. The target
/// is a secret: neither logs nor outcomes hold it.
/// </summary>
internal interface IMessageSender
{
    Task<SendResult> Send(Subscription subscription, Message message, CancellationToken cancellationToken);
}
