using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Registration;

/// <summary>A chat must accept a test post before its subscription is stored.</summary>
internal sealed class TestPostGate(TestDelivery tests, VerificationLimits limits, TimeProvider time)
{
    /// <returns>The problem if it failed; null if it succeeded, and for plain webhooks and email.</returns>
    public async Task<ProblemHttpResult?> Refusal(Subscription subscription, Caller caller, CancellationToken cancellationToken)
    {
        if (!ChatPlatforms.IsTriedByPost(subscription))
            return null;

        if (!caller.IsAdmin && limits.Enter(subscription.Tenant, subscription.Target) is { } until)
            return TargetVerification.TooMany(until, time.GetUtcNow());

        if (await tests.Try(subscription, cancellationToken) is not { } sent)
            return null;

        var chat = ChatPlatforms.Of(subscription)?.Title ?? "The chat";
        return sent.Outcome is DeliveryOutcome.Delivered ? null : ProblemKind.TestPostRefused.WithDetail(
            $"{chat} did not take the test post, so nothing was changed or kept: {sent.Outcome.Reason}.{Advice(sent.Outcome)}");
    }

    /// <summary>An accepted test post verifies the target of a chat.</summary>
    public Subscription Passed(Subscription subscription) =>
        ChatPlatforms.IsTriedByPost(subscription)
            ? subscription.Proved(new Ownership { ProvedAt = time.GetUtcNow(), Proof = OwnershipProof.TestPost })
            : subscription;

    private static string Advice(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Failed { MovedTo: { } chat } => $" Register it with the chat's new id, {chat}.",
        DeliveryOutcome.Failed { RetryAfter: { } requestedWait } => $" Try again in {Math.Ceiling(requestedWait.TotalSeconds)} seconds.",
        _ => "",
    };
}
