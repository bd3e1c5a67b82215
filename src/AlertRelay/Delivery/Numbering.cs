namespace AlertRelay.Delivery;

/// <summary>Gives parcels their numbers before they are sent: durably, so that a receiver that misses one misses an alert.</summary>
public sealed class Numbering(IDeliveryStore deliveries)
{
    /// <summary>Those that have a number keep it; chats have none.</summary>
    public async Task<IReadOnlyList<Parcel>> Number(IReadOnlyList<Parcel> parcels, CancellationToken cancellation)
    {
        var numbers = new Dictionary<Delivery, long>();
        foreach (var alert in parcels.Where(IsToBeNumbered).GroupBy(parcel => parcel.Alert.Id))
        {
            var given = await deliveries.Number(alert.Key, [.. alert.Select(parcel => parcel.Subscription.Id)], cancellation);
            foreach (var parcel in alert)
                numbers[parcel.Delivery] = given[parcel.Subscription.Id];
        }

        return numbers.Count == 0 ? parcels : [.. parcels.Select(parcel => numbers.TryGetValue(parcel.Delivery, out var number) ? With(parcel, number) : parcel)];
    }

    private static bool IsToBeNumbered(Parcel parcel) => parcel.Delivery.Sequence is null && parcel.Rendering.IsNumbered;

    private static Parcel With(Parcel parcel, long number) => parcel with { Delivery = parcel.Delivery with { Sequence = number } };
}
