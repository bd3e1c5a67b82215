using System.Security.Cryptography;
using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Registration;

/// <summary>Checks and creates subscriptions.</summary>
internal sealed class SubscriptionRegistration(
    ISubscriptionStore store, TestPostGate testPost, TargetVerification verification, ISnapshotQueue snapshots, ChangeAudit log, IOptions<ApiOptions> options,
    TimeProvider time)
{
    // Tenants share these locks by hash. Each is held for a few requests to the store.
    private const int LockCount = 64;

    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, LockCount).Select(_ => new SemaphoreSlim(1, 1))];

    private int MaxPerTenant => options.Value.SubscriptionsPerTenant;

    /// <summary>A chat must accept a test post first; otherwise nothing is stored. Other targets are asked to opt in.</summary>
    public async Task<UpdateResult> Add(SubscriptionDraft draft, string tenant, Caller caller, CancellationToken cancellationToken)
    {
        var made = Make(draft, tenant, caller, SubscriptionId.New(time, RandomNumberGenerator.GetBytes(SubscriptionId.Chance)));
        if (await Refusal(made, draft, caller, cancellationToken) is { } refused)
            return new UpdateResult.Refused(refused);

        made = testPost.Passed(made);
        return await Keep(made, draft, caller, cancellationToken) is { } latest
            ? new UpdateResult.Refused(latest)
            : new UpdateResult.Made(await RequestVerification(made, caller, cancellationToken));
    }

    /// <summary>Creates at most one subscription per idempotency key within 24 hours.</summary>
    /// <returns>The subscription that was created, now or earlier.</returns>
    public async Task<UpdateResult> AddOnce(SubscriptionDraft draft, string tenant, Caller caller, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var id in key.Ids(tenant, now))
        {
            if (await store.Find(id, cancellationToken) is { } earlier && now - earlier.CreatedAt < IdempotencyKey.Lifetime)
                return Repeated(earlier, draft);
        }

        var made = Make(draft, tenant, caller, key.Ids(tenant, now)[0]) with { RequestHash = IdempotencyKey.Fingerprint(draft) };
        if (await Refusal(made, draft, caller, cancellationToken) is { } refused)
            return new UpdateResult.Refused(refused);

        made = testPost.Passed(made);
        try
        {
            if (await Keep(made, draft, caller, cancellationToken) is { } latest)
                return new UpdateResult.Refused(latest);
        }
        catch (InvalidOperationException)
        {
            // The same request came twice at the same time, and the other one was first.
            return Repeated(await store.Find(made.Id, cancellationToken) ?? made, draft);
        }

        return new UpdateResult.Made(await RequestVerification(made, caller, cancellationToken));
    }

    private static UpdateResult Repeated(Subscription earlier, SubscriptionDraft draft) =>
        earlier.RequestHash == IdempotencyKey.Fingerprint(draft) ? new UpdateResult.Made(earlier) : new UpdateResult.Refused(IdempotencyKey.Reused);

    private async Task<ProblemHttpResult?> Refusal(Subscription made, SubscriptionDraft draft, Caller caller, CancellationToken cancellationToken) =>
        await Refusal(made, draft, caller.IsAdmin, cancellationToken) ?? await testPost.Refusal(made, caller, cancellationToken);

    // Checked again, one request of a tenant at a time, because several may have seen the same count.
    private async Task<ProblemHttpResult?> Keep(Subscription made, SubscriptionDraft draft, Caller caller, CancellationToken cancellationToken)
    {
        var tenantLock = _locks[(uint)made.Tenant.GetHashCode(StringComparison.Ordinal) % LockCount];
        await tenantLock.WaitAsync(cancellationToken);
        try
        {
            if (await Refusal(made, draft, caller.IsAdmin, cancellationToken) is { } refused)
                return refused;

            // Before the subscription: after a crash there is a request too many rather than a snapshot too few.
            if (draft.WantsSnapshot)
                await snapshots.Add(made.Id, time.GetUtcNow(), cancellationToken);
            await store.Add(made, cancellationToken);
            // Another instance may have added one at the same moment. Both are removed then, so that the limit holds.
            if (caller.IsAdmin || await store.Count(made.Tenant, MaxPerTenant + 1, cancellationToken) <= MaxPerTenant)
                return null;

            await store.Delete(made.Id, cancellationToken);
            return TooMany(made.Tenant, MaxPerTenant);
        }
        finally
        {
            tenantLock.Release();
        }
    }

    private async Task<ProblemHttpResult?> Refusal(Subscription made, SubscriptionDraft draft, bool isAdmin, CancellationToken cancellationToken)
    {
        if (!isAdmin && await store.Count(made.Tenant, MaxPerTenant, cancellationToken) >= MaxPerTenant)
            return TooMany(made.Tenant, MaxPerTenant);

        // The same id: the same request with the same Idempotency-Key, a moment ago.
        return !draft.AllowsDuplicate && await store.FindDuplicate(made, cancellationToken) is { } duplicate && duplicate != made.Id
            ? Duplicate(duplicate)
            : null;
    }

    internal static ProblemHttpResult Duplicate(string id) => ProblemKind.DuplicateSubscription.WithDetail(
        $"The subscription {id} of the same tenant has the same target and the same filter, so its receiver would be sent everything twice; "
        + "PATCH that one, or write \"allowDuplicate\": true if this is meant.");

    internal static ProblemHttpResult TooMany(string tenant, int most) => ProblemKind.TooManySubscriptions.WithDetail(
        $"The tenant '{tenant}' has {most} subscriptions, and may have no more; delete one that is no longer needed, or ask an operator of the relay "
        + "(Api:SubscriptionsPerTenant).");

    // Logged after the verification request, whatever its outcome. Until its target opts in, a subscription does nothing.
    private async Task<Subscription> RequestVerification(Subscription made, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            return made = await verification.TryAtOnce(made, caller, cancellationToken);
        }
        finally
        {
            await log.Of(null, made, AuditAction.SubscriptionCreated, caller.Actor);
        }
    }

    private Subscription Make(SubscriptionDraft draft, string tenant, Caller caller, string id) => new()
    {
        Id = id,
        Tenant = tenant,
        Name = draft.Name,
        Target = draft.Target,
        Format = draft.Format,
        Filter = draft.Filter,
        Noise = draft.Noise,
        NoiseSetters = NoiseSetters.None.After(NotificationSettings.None, draft.Noise, caller.SetterAt(time.GetUtcNow())),
        Headers = draft.Headers ?? Subscription.NoHeaders,
        Secrets = ChatPlatforms.Is(draft.Format) ? [] : [new SigningSecret(draft.Secret ?? SigningSecrets.New())],
        Ownership = draft.IsVouchedFor ? TargetVerification.MarkedAsVerified(time.GetUtcNow()) : new Ownership(),
        Status = draft.IsVouchedFor ? SubscriptionStatus.Active : SubscriptionStatus.Unverified,
        StatusReason = draft.IsVouchedFor ? null : Ownership.VerificationNotRequested,
        CreatedAt = time.GetUtcNow(),
        UpdatedAt = time.GetUtcNow(),
    };
}
