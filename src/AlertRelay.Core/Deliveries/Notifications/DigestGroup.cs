using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;

namespace AlertRelay.Deliveries.Notifications;

/// <summary>Makes one message of what is due to a receiver that has its alerts collected.</summary>
internal static class DigestGroup
{
    public static IReadOnlyList<OutboundMessage> Of(IReadOnlyList<OutboundMessage> parcels, RenderedMessages messages) =>
        [.. parcels.GroupBy(parcel => parcel.Subscription.Id).SelectMany(due => OfOne([.. due], messages))];

    // Their attempts may differ, after a restart in between: all go on as the one that was tried most.
    private static IEnumerable<OutboundMessage> OfOne(IReadOnlyList<OutboundMessage> due, RenderedMessages messages)
    {
        if (due.Count == 1 || !due[0].Subscription.Noise.Collects)
            return due;

        var inOrder = due.OrderBy(parcel => parcel.Alert.DetectedAt).ThenBy(parcel => parcel.Alert.Id, StringComparer.Ordinal).ToList();
        if (messages.Of([.. inOrder.Select(parcel => parcel.Alert)], due[0].Subscription.Format) is not { } rendering)
            return due;

        var first = inOrder.MaxBy(parcel => parcel.Delivery.Attempts)!;
        return [first with { Rendering = rendering, GroupedDeliveries = [.. inOrder.Where(parcel => parcel != first).Select(parcel => parcel.Delivery)] }];
    }
}
