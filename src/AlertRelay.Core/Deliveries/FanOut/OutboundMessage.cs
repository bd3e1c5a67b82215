using AlertRelay.Alerts;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>One message for one receiver.</summary>
/// <param name="Delivery">Its state before the attempt.</param>
/// <param name="Trace">The trace of the caller, as W3C "traceparent".</param>
internal sealed record OutboundMessage(Alert Alert, Rendering Rendering, Delivery Delivery, Subscription Subscription, string? Trace)
{
    /// <summary>Further deliveries that the same message contains. They share its outcome.</summary>
    public IReadOnlyList<GroupedDelivery> GroupedDeliveries { get; init; } = [];

    /// <summary>The newest alert of the notice, when that is to be sent in the same message; null otherwise.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>The platform's response to the post that this one replies to; null for no reply.</summary>
    public string? InReplyTo { get; init; }
}

/// <param name="SupersededBy">The newer alert of the same notice in the message; null for none.</param>
internal sealed record GroupedDelivery(Delivery Delivery, string? SupersededBy);
