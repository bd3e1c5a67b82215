using AlertRelay.Delivery;

namespace AlertRelay.Web;

/// <summary>What came of a test alert.</summary>
/// <param name="Delivered">True when the receiver answered with 2xx.</param>
/// <param name="Error">A word of <see cref="DeliveryError"/>.</param>
/// <param name="Reason">The same for people.</param>
public sealed record TestOutcome(bool Delivered, int? StatusCode, string? Error, string? Reason, long TookMilliseconds, string? ResponseStart)
{
    public static TestOutcome Of(SendResult sent) => new(
        sent.Outcome is DeliveryOutcome.Delivered, sent.Outcome.StatusCode, sent.Outcome.Error, sent.Outcome.Reason,
        (long)sent.Took.TotalMilliseconds, sent.ResponseStart);
}
