using System.Globalization;
using AlertRelay.Alerts;
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
        // What a person asked for comes by itself, so that its mark is seen. A snapshot is one message to a chat, however many levels there are.
        var isGrouped = due[0].Subscription.Noise.Collects;
        var grouped = due.Where(message => !message.Delivery.IsRequested && (isGrouped || message.Alert.IsSnapshot))
            .OrderBy(message => message.Alert.DetectedAt).ThenBy(message => message.Alert.Revision)
                .ThenBy(message => message.Alert.Id, StringComparer.Ordinal)
                .ToList();
        if (grouped.Count < 2)
            return due;

        var entries = grouped.GroupBy(message => NoticeRevisions.NoticeOf(message.Alert))
            .Select(notice => NoticeSteps.Merge([.. notice.Select(message => message.Alert)])).ToList();
        return rendered.Of(entries, due[0].Subscription.Format) is { } rendering
            ? [Join(grouped, rendering), .. due.Except(grouped)]
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
            OutdatedBy = [.. grouped.SelectMany(message => message.OutdatedBy)],
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

/// <summary>Several changes of one notice as one alert: the newest, whose headline names each step with its time.</summary>
internal static class NoticeSteps
{
    private const int MaxSteps = 4;

    /// <param name="inOrder">One or more, oldest first.</param>
    public static Alert Merge(IReadOnlyList<Alert> inOrder) => inOrder.Count == 1 ? inOrder[0] : inOrder[^1] with
    {
        Headline = $"{inOrder[^1].Authority}: {inOrder[^1].Title}: {Steps(inOrder)}",
        PreviousLevel = inOrder[0].PreviousLevel,
    };

    private static string Steps(IReadOnlyList<Alert> inOrder)
    {
        var left = inOrder.Count - MaxSteps;
        var steps = inOrder.Skip(left).Select(
            alert => string.Create(CultureInfo.InvariantCulture, $"{Word(alert)} ({alert.DetectedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC)"));
        return (left > 0 ? $"{CountText.Of(left, "earlier change", "earlier changes")}, " : "") + string.Join(", then ", steps);
    }

    private static string Word(Alert alert)
    {
        var level = alert.Level.Label ?? alert.Level.Native;
        return alert.Change switch
        {
            ChangeKind.Issued => "issued",
            ChangeKind.Raised => level is null ? "raised" : $"raised to {level}",
            ChangeKind.Lowered => level is null ? "lowered" : $"lowered to {level}",
            ChangeKind.Withdrawn => "withdrawn",
            _ => "revised",
        };
    }
}
