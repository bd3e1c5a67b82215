using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Registration;

/// <summary>A chat shows by a test post that it takes what is sent to it, before anything about it is kept.</summary>
internal sealed class TestPostGate(TestDelivery tests, VerificationLimits limits, TimeProvider time)
{
    /// <returns>What to answer when it did not; null when it did, and for plain webhooks and mail.</returns>
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

    /// <summary>That a chat takes a post shows that its address is one to post to.</summary>
    public Subscription Passed(Subscription subscription) =>
        ChatPlatforms.IsTriedByPost(subscription)
            ? subscription.Proved(new Ownership { ProvedAt = time.GetUtcNow(), Proof = OwnershipProof.TestPost })
            : subscription;

    private static string Advice(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Failed { MovedTo: { } chat } => $" Register it with the chat's new id, {chat}.",
        DeliveryOutcome.Failed { RetryAfter: { } wish } => $" Try again in {Math.Ceiling(wish.TotalSeconds)} seconds.",
        _ => "",
    };
}
