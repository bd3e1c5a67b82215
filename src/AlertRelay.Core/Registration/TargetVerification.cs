using System.Globalization;
using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Registration;

/// <summary>Asks targets to opt in: when they are registered or changed, and on request.</summary>
internal sealed class TargetVerification(OwnershipCheck check, ISubscriptionStore store, TimeProvider time)
{
    public static ProblemHttpResult OnlyAdminsMarkAsVerified =>
        ProblemKind.Forbidden.WithDetail("Only an admin key may mark a target as verified; leave 'verified' out, and let the target opt in.");

    public static ProblemHttpResult TooMany(DateTimeOffset until, DateTimeOffset now) =>
        ProblemKind.TooManyTries.WithDetail(Wait(until), KeyValuePair.Create(ProblemKind.RetryAfter, (object?)(until - now)));

    public static Ownership MarkedAsVerified(DateTimeOffset now) => new() { ProvedAt = now, Proof = OwnershipProof.Override };

    /// <summary>The subscription afterwards. Its statusReason says what happened.</summary>
    public async Task<Subscription> TryAtOnce(Subscription made, Caller caller, CancellationToken cancellationToken) =>
        await check.Try(made, isLimited: !caller.IsAdmin, cancellationToken) switch
        {
            VerificationAttempt.Made(var subscription) => subscription,
            VerificationAttempt.TooMany(var until) => made.Unproved($"{Wait(until)} Then POST /api/v1/subscriptions/{made.Id}/verify asks the target."),
            _ => await store.Find(made.Id, cancellationToken) ?? made,
        };

    public async Task<UpdateResult> Try(Subscription found, Caller caller, CancellationToken cancellationToken) =>
        await check.Try(found, isLimited: !caller.IsAdmin, cancellationToken) switch
        {
            VerificationAttempt.Made(var subscription) => new UpdateResult.Made(subscription),
            VerificationAttempt.TooMany(var until) => new UpdateResult.Refused(TooMany(until, time.GetUtcNow())),
            _ => new UpdateResult.Refused(ProblemKind.Conflict.WithDetail("It was changed or deleted while its target was asked; GET it and try again.")),
        };

    public UpdateResult.Made MarkAsVerified(Subscription current) => new(current.IsProved ? current : current.Proved(MarkedAsVerified(time.GetUtcNow())));

    private static string Wait(DateTimeOffset until) =>
        $"The target was asked too often within the hour; it may be asked again at {until.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}.";
}

/// <summary>A chat must accept a test post before its subscription is stored.</summary>
internal sealed class TestPostGate(TestDelivery tests, VerificationLimits limits, TimeProvider time)
{
    /// <returns>The problem if it failed; null if it succeeded, and for plain webhooks and email.</returns>
    public async Task<ProblemHttpResult?> Refusal(Subscription subscription, Caller caller, CancellationToken cancellationToken)
    {
        if (!ChatPlatforms.NeedsTestPost(subscription))
            return null;

        if (!caller.IsAdmin && limits.Enter(subscription.Tenant, subscription.Target) is { } until)
            return TargetVerification.TooMany(until, time.GetUtcNow());

        if (await tests.Try(subscription, cancellationToken) is not { } sent)
            return null;

        var chat = ChatPlatforms.Of(subscription)?.Title ?? "The chat";
        return sent is DeliveryOutcome.Delivered ? null : ProblemKind.TestPostRefused.WithDetail(
            $"{chat} did not take the test post, so nothing was changed or kept: {sent.Reason}.{Advice(sent)}");
    }

    /// <summary>An accepted test post verifies the target of a chat.</summary>
    public Subscription Passed(Subscription subscription) =>
        ChatPlatforms.NeedsTestPost(subscription)
            ? subscription.Proved(new Ownership { ProvedAt = time.GetUtcNow(), Proof = OwnershipProof.TestPost })
            : subscription;

    private static string Advice(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Failed { MovedTo: { } chat } => $" Register it with the chat's new id, {chat}.",
        DeliveryOutcome.Failed { RetryAfter: { } requestedWait } => $" Try again in {Math.Ceiling(requestedWait.TotalSeconds)} seconds.",
        _ => "",
    };
}
