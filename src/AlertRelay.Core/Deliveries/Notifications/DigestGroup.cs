using AlertRelay.Deliveries.FanOut;
using AlertRelay.Deliveries.Formats;

namespace AlertRelay.Deliveries.Notifications;

/// <summary>
/// Combines the due alerts of a subscription into one message, if its owner chose a digest or grouping. A notice is one entry: its steps, in order.
/// </summary>
internal static class DigestGroup
{
    public static IReadOnlyList<OutboundMessage> Of(IReadOnlyList<OutboundMessage> messages, RenderedMessages rendered) =>
        [.. messages.GroupBy(message => message.Subscription.Id).SelectMany(due => GroupOf([.. due], rendered))];

    private static IEnumerable<OutboundMessage> GroupOf(IReadOnlyList<OutboundMessage> due, RenderedMessages rendered)
    {
        // What a person asked for comes by itself, so that its mark is seen.
        var grouped = due.Where(message => !message.Delivery.IsRequested)
            .OrderBy(message => message.Alert.DetectedAt).ThenBy(message => message.Alert.Revision)
                .ThenBy(message => message.Alert.Id, StringComparer.Ordinal)
                .ToList();
        if (grouped.Count < 2 || !due[0].Subscription.Noise.Collects)
            return due;

        var entries = grouped.GroupBy(message => NoticeRevisions.NoticeOf(message.Alert))
            .Select(notice => NoticeSteps.Merge([.. notice.Select(message => message.Alert)])).ToList();
        return rendered.Of(entries, due[0].Subscription.Format) is { } rendering
            ? [Join(grouped, rendering), .. due.Where(message => message.Delivery.IsRequested)]
            : due;
    }

    // Their attempts may differ after a restart. All continue with the highest number.
    private static OutboundMessage Join(List<OutboundMessage> grouped, Rendering rendering)
    {
        var first = grouped.Last(message => IsNewest(message, grouped));
        var mostAttempted = grouped.MaxBy(message => message.Delivery.Attempts)!.Delivery;
        return first with
        {
            Rendering = rendering,
            Delivery = first.Delivery with
            {
                Attempts = mostAttempted.Attempts,
                Deferrals = mostAttempted.Deferrals,
                FirstAttemptAt = mostAttempted.FirstAttemptAt,
            },
            GroupedDeliveries =
            [
                .. grouped.Where(message => message != first)
                    .Select(message => new GroupedDelivery(message.Delivery, IsNewest(message, grouped) ? null : message.SupersededBy)),
            ],
        };
    }

    private static bool IsNewest(OutboundMessage message, List<OutboundMessage> grouped) =>
        message.SupersededBy is null || grouped.TrueForAll(other => other.Alert.Id != message.SupersededBy);
}
