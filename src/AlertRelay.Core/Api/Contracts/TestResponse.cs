using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Api.Contracts;

/// <summary>What came of a test alert.</summary>
/// <param name="Delivered">True when the receiver has it: it answered with 2xx, or as its platform does.</param>
/// <param name="Accepted">True when it only took it for later and will not say what came of it: look whether it was posted.</param>
/// <param name="Error">A word of <see cref="DeliveryError"/>.</param>
/// <param name="Reason">The same for people.</param>
internal sealed record TestResponse(bool Delivered, bool Accepted, int? StatusCode, string? Error, string? Reason, long TookMilliseconds, string? ResponseStart)
{
    public static TestResponse Of(SendResult sent) => new(
        sent.Outcome is DeliveryOutcome.Delivered, sent.Outcome is DeliveryOutcome.Delivered { IsOnlyAccepted: true }, sent.Outcome.StatusCode,
        sent.Outcome.Error, sent.Outcome.Reason,
        (long)sent.Took.TotalMilliseconds, sent.ResponseStart);
}
