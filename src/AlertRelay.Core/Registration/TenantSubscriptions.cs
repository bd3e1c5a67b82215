using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Registration;

/// <summary>The subscriptions that a caller may see, without those of other tenants.</summary>
internal sealed class TenantSubscriptions(ISubscriptionStore store, TestPostGate testPost, TargetVerification verification, ChangeAudit log, TimeProvider time)
{
    private const int MaxConflicts = 5;

    public async Task<Subscription?> Find(string id, Caller caller, CancellationToken cancellationToken) =>
        await store.Find(id, cancellationToken) is { } found && caller.MaySee(found.Tenant) ? found : null;

    public Task<SubscriptionPage> List(
        string? tenant, SubscriptionStatus? status, string? cursor, int limit, CancellationToken cancellationToken) =>
        store.List(tenant, status, cursor, limit, cancellationToken);

    /// <summary>Those with silences or quiet hours.</summary>
    public Task<SubscriptionPage> ListQuiet(string? tenant, string? cursor, int limit, CancellationToken cancellationToken) =>
        store.ListQuiet(tenant, cursor, limit, cancellationToken);

    /// <summary>Changes the newest version. If another change was first, starts again from that.</summary>
    /// <param name="action">For the audit log.</param>
    public async Task<UpdateResult> Change(SubscriptionRoute which, string action, Func<Subscription, UpdateResult> edit, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxConflicts; race++)
        {
            if (await Find(which.Id, which.Caller, cancellationToken) is not { } current)
                return new UpdateResult.Refused(ProblemKind.NoSuch("subscription", which.Id));

            if (!EntityTag.Allows(which.IfMatch, current.Version))
                return new UpdateResult.Refused(EntityTag.Mismatch(current.Version));

            var wanted = edit(current);
            if (wanted is not UpdateResult.Made(var changed) || changed == current)
                return wanted;

            if ((changed.Target, changed.Format) != (current.Target, current.Format))
            {
                if (await testPost.Refusal(changed, which.Caller, cancellationToken) is { } refused)
                    return new UpdateResult.Refused(refused);

                changed = testPost.Passed(changed);
            }

            var now = time.GetUtcNow();
            var next = changed with
            {
                Version = current.Version + 1,
                UpdatedAt = now,
                NoiseSetters = current.NoiseSetters.After(current.Noise, changed.Noise, which.Caller.SetterAt(now)),
            };
            if (await store.Update(next, cancellationToken))
                return new UpdateResult.Made(await RequestVerification(current, next, action, which.Caller, cancellationToken));
        }

        return new UpdateResult.Refused(ProblemKind.Conflict.WithDetail("It is being changed by others all the time; try again."));
    }

    public Task<UpdateResult> Pause(SubscriptionRoute which, CancellationToken cancellationToken) =>
        Change(which, AuditAction.SubscriptionPaused, Paused, cancellationToken);

    public Task<UpdateResult> Resume(SubscriptionRoute which, CancellationToken cancellationToken) =>
        Change(which, AuditAction.SubscriptionResumed, Resumed, cancellationToken);

    public async Task<ProblemHttpResult?> Delete(SubscriptionRoute which, CancellationToken cancellationToken)
    {
        if (await Find(which.Id, which.Caller, cancellationToken) is not { } current)
            return ProblemKind.NoSuch("subscription", which.Id);

        if (!EntityTag.Allows(which.IfMatch, current.Version))
            return EntityTag.Mismatch(current.Version);

        if (await store.Delete(which.Id, cancellationToken))
            await log.Of(current, null, AuditAction.SubscriptionDeleted, which.Caller.Actor);

        return null;
    }

    private static UpdateResult.Made Paused(Subscription current) => new(
        current.Status == SubscriptionStatus.Paused ? current : current with { Status = SubscriptionStatus.Paused, StatusReason = "paused by its owner" });

    private static UpdateResult.Made Resumed(Subscription current) => new(
        current.Status is SubscriptionStatus.Active or SubscriptionStatus.Unverified ? current : current.Resumed());

    // A changed target is asked to opt in immediately. The change is logged after that, whatever the outcome.
    private async Task<Subscription> RequestVerification(
        Subscription before, Subscription after, string action, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            return action == AuditAction.SubscriptionUpdated && after.Ownership?.NeedsVerification == true
                ? after = await verification.TryAtOnce(after, caller, cancellationToken)
                : after;
        }
        finally
        {
            await log.Of(before, after, action, caller.Actor);
        }
    }
}

internal static class CallerSetter
{
    public static Setter SetterAt(this Caller caller, DateTimeOffset at) => new(caller.Actor.Key, caller.Name, at);
}

/// <summary>The outcome of a change of a subscription.</summary>
internal abstract record UpdateResult
{
    private UpdateResult() { }

    public sealed record Made(Subscription Subscription) : UpdateResult;

    public sealed record Refused(ProblemHttpResult Problem) : UpdateResult;
}
