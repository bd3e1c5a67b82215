using System.Globalization;
using AlertRelay.Api.Contracts;
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
