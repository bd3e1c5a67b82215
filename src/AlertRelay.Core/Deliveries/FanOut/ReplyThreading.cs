using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>Finds the post that a message goes on from, where a platform names its posts in its answers: the ledger keeps how each answer began.</summary>
public sealed class ReplyThreading(IDeliveryStore deliveries)
{
    // Earlier alerts of the notice that are looked for, newest first: one read of the ledger each.
    private const int Looks = 3;

    internal async Task<IReadOnlyList<OutboundMessage>> Join(IReadOnlyList<OutboundMessage> parcels, CancellationToken cancellationToken)
    {
        if (!parcels.Any(IsAnswer))
            return parcels;

        var joined = new List<OutboundMessage>(parcels.Count);
        foreach (var parcel in parcels)
            joined.Add(IsAnswer(parcel) ? parcel with { InReplyTo = await Before(parcel.Alert, parcel.Subscription.Id, cancellationToken) } : parcel);

        return joined;
    }

    private static bool IsAnswer(OutboundMessage parcel) =>
        parcel.Rendering.IsReply && parcel.Alert.References.Count > 0 && parcel.GroupedDeliveries.Count == 0;

    private async Task<string?> Before(Alert alert, string subscriptionId, CancellationToken cancellationToken)
    {
        foreach (var earlier in alert.References.Reverse().Take(Looks))
        {
            var attempts = await deliveries.Attempts(earlier, subscriptionId, cancellationToken);
            if (attempts.LastOrDefault(attempt => attempt.Error is null) is { ResponseStart: { } answer })
                return answer;
        }

        return null;
    }
}
