using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using Relayed = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Storage;

internal static class DeliverySamples
{
    private static readonly DateTimeOffset Noon = Samples.Noon;

    private static readonly SendTimings Timings = new(TimeSpan.FromTicks(11), TimeSpan.FromTicks(222), null, TimeSpan.FromTicks(3333));

    public static (Relayed Delivery, Attempt Attempt) Failed(string alert, string subscription, int number) => (
        new Relayed(alert, subscription, DeliveryStatus.Pending, number, Noon.AddTicks(1), Noon.AddMinutes(5), "HTTP 503: \"später\""),
        new Attempt(
            alert,
            subscription,
            number,
            Noon.AddTicks(3),
            TimeSpan.FromTicks(1234567),
            503,
            "status",
            "try <later> 🙏",
            "0af7651916cd43dd8448eb211c80319c",
            Timings));

    public static (Relayed Delivery, Attempt Attempt) Arrived(string alert, string subscription, int number) => (
        new Relayed(alert, subscription, DeliveryStatus.Delivered, number, Noon.AddTicks(number)),
        new Attempt(alert, subscription, number, Noon.AddTicks(number), TimeSpan.FromMilliseconds(80), 204, null, ""));

    public static Relayed Pending(string alert, string subscription, DateTimeOffset next) =>
        new(alert, subscription, DeliveryStatus.Pending, 0, Noon, next);
}
