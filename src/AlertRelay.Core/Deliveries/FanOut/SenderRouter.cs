using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Mail;
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

/// <summary>Sends each message by the way that its target asks for.</summary>
public sealed class SenderRouter(WebhookSender webhooks, MailSender mails) : IMessageSender
{
    public Task<SendResult> Send(Subscription subscription, Message message, CancellationToken cancellationToken) =>
        (subscription.Target.Scheme == Uri.UriSchemeMailto ? (IMessageSender)mails : webhooks).Send(subscription, message, cancellationToken);
}

/// <summary>One attempt and what came of it.</summary>
/// <param name="Took">Until the end of the answer.</param>
/// <param name="ResponseStart">Null when there was no answer or an empty one.</param>
/// <param name="TraceId">Null outside of any trace.</param>
public sealed record SendResult(DeliveryOutcome Outcome, DateTimeOffset At, TimeSpan Took, string? ResponseStart, string? TraceId = null)
{
    /// <summary>Null where it is not measured: of mail.</summary>
    public SendTimings? Timings { get; init; }

    public Attempt ToAttempt(string alertId, string subscriptionId, int number) =>
        new(alertId, subscriptionId, number, At, Took, Outcome.StatusCode, Outcome.Error, ResponseStart, TraceId, Timings);
}

/// <summary>
/// What an attempt waited for on its way. Null where there was nothing to wait for: a connection that was open already, a target that is an
/// address, plain http.
/// </summary>
/// <param name="Connect">The TCP handshake, the look at the address included.</param>
/// <param name="FirstByte">From the beginning of the attempt to the answer's headers; null when none came.</param>
public sealed record SendTimings(TimeSpan? Dns = null, TimeSpan? Connect = null, TimeSpan? Tls = null, TimeSpan? FirstByte = null);
