using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;

namespace AlertRelay.Deliveries.Notifications;

/// <summary>Combines the due alerts of a subscription into one message, if its owner chose a digest or grouping.</summary>
internal static class DigestGroup
{
    public static IReadOnlyList<OutboundMessage> Of(IReadOnlyList<OutboundMessage> messages, RenderedMessages rendered) =>
        [.. messages.GroupBy(message => message.Subscription.Id).SelectMany(due => GroupOf([.. due], rendered))];

    // Their attempts may differ after a restart. All continue with the highest number.
    private static IEnumerable<OutboundMessage> GroupOf(IReadOnlyList<OutboundMessage> due, RenderedMessages rendered)
    {
        if (due.Count == 1 || !due[0].Subscription.Noise.Collects)
            return due;

        var inOrder = due.OrderBy(message => message.Alert.DetectedAt).ThenBy(message => message.Alert.Id, StringComparer.Ordinal).ToList();
        if (rendered.Of([.. inOrder.Select(message => message.Alert)], due[0].Subscription.Format) is not { } rendering)
            return due;

        var first = inOrder.MaxBy(message => message.Delivery.Attempts)!;
        return [first with { Rendering = rendering, GroupedDeliveries = [.. inOrder.Where(message => message != first).Select(message => message.Delivery)] }];
    }
}
