namespace AlertRelay.Deliveries.FanOut;

/// <summary>Gives parcels their numbers before they are sent: durably, so that a receiver that misses one misses an alert.</summary>
public sealed class SequenceAssigner(IDeliveryStore deliveries)
{
    /// <summary>Those that have a number keep it; chats have none.</summary>
    internal async Task<IReadOnlyList<OutboundMessage>> Number(IReadOnlyList<OutboundMessage> parcels, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, IReadOnlyDictionary<string, long>>();
        foreach (var alert in parcels.Where(IsToBeNumbered).GroupBy(parcel => parcel.Alert.Id))
            numbers[alert.Key] = await deliveries.Number(alert.Key, [.. alert.Select(parcel => parcel.Subscription.Id)], cancellationToken);

        return numbers.Count == 0
            ? parcels
            : [.. parcels.Select(parcel => IsToBeNumbered(parcel) ? With(parcel, numbers[parcel.Alert.Id][parcel.Subscription.Id]) : parcel)];
    }

    private static bool IsToBeNumbered(OutboundMessage parcel) => parcel.Delivery.Sequence is null && parcel.Rendering.IsNumbered;

    private static OutboundMessage With(OutboundMessage parcel, long number) => parcel with { Delivery = parcel.Delivery with { Sequence = number } };
}
