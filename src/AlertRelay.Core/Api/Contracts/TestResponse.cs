using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Api.Contracts;

/// <summary>The outcome of a test alert.</summary>
/// <param name="Outcome">"delivered": the receiver has it. "acceptedForLater": its platform accepted it and does not report what follows. "failed".</param>
/// <param name="Message">The same in a sentence, with what to do next.</param>
/// <param name="Delivered">True if the receiver or its platform accepted it.</param>
/// <param name="Accepted">The same as delivered.</param>
/// <param name="Error">A word of <see cref="DeliveryError"/>.</param>
/// <param name="Reason">The same for people.</param>
internal sealed record TestResponse(
    string Outcome, string Message, bool Delivered, bool Accepted, int? StatusCode, string? Error, string? Reason, long TookMilliseconds, string? ResponseStart)
{
    public static TestResponse Of(SendResult sent)
    {
        var isTaken = sent.Outcome is DeliveryOutcome.Delivered;
        var (outcome, message) = sent.Outcome switch
        {
            DeliveryOutcome.Delivered { IsOnlyAccepted: true } =>
                ("acceptedForLater", "The platform took the test alert and posts it later. Look whether it arrived: the platform does not say."),
            DeliveryOutcome.Delivered => ("delivered", "The receiver has the test alert."),
            _ => ("failed", $"The receiver does not have the test alert: {sent.Outcome.Reason}."),
        };
        return new TestResponse(
            outcome, message, isTaken, isTaken, sent.Outcome.StatusCode, sent.Outcome.Error, sent.Outcome.Reason, (long)sent.Took.TotalMilliseconds,
            sent.ResponseStart);
    }
}
