using System.Security.Cryptography;
using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Registration;

/// <summary>Makes subscriptions, when nothing speaks against it.</summary>
internal sealed class SubscriptionRegistration(
    ISubscriptionStore store, TestPostGate trial, TargetVerification proofs, ChangeAudit log, IOptions<ApiOptions> options, TimeProvider time)
{
    // Tenants share these by chance; a turn lasts a few requests to the store.
    private const int Turns = 64;

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1, 1))];

    private int Most => options.Value.SubscriptionsPerTenant;

    /// <summary>A chat must take a test post first; if it does not, nothing is kept. Any other target is asked whether it wants alerts.</summary>
    public async Task<UpdateResult> Add(SubscriptionDraft draft, string tenant, Caller caller, CancellationToken cancellationToken)
    {
        var made = Make(draft, tenant, SubscriptionId.New(time, RandomNumberGenerator.GetBytes(SubscriptionId.Chance)));
        if (await Refusal(made, draft, caller, cancellationToken) is { } refused)
            return new UpdateResult.Refused(refused);

        made = trial.Passed(made);
        return await Keep(made, draft, caller, cancellationToken) is { } late
            ? new UpdateResult.Refused(late)
            : new UpdateResult.Made(await Asked(made, caller, cancellationToken));
    }

    /// <summary>Makes it at most once for one key within 24 hours.</summary>
    /// <returns>What was made now or then.</returns>
    public async Task<UpdateResult> AddOnce(SubscriptionDraft draft, string tenant, Caller caller, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var id in key.Ids(tenant, now))
        {
            if (await store.Find(id, cancellationToken) is { } earlier && now - earlier.CreatedAt < IdempotencyKey.Lasts)
                return Repeated(earlier, draft);
        }

        var made = Make(draft, tenant, key.Ids(tenant, now)[0]) with { RequestHash = IdempotencyKey.Fingerprint(draft) };
        if (await Refusal(made, draft, caller, cancellationToken) is { } refused)
            return new UpdateResult.Refused(refused);

        made = trial.Passed(made);
        try
        {
            if (await Keep(made, draft, caller, cancellationToken) is { } late)
                return new UpdateResult.Refused(late);
        }
        catch (InvalidOperationException)
        {
            // The same request came twice at once, and the other one was first.
            return Repeated(await store.Find(made.Id, cancellationToken) ?? made, draft);
        }

        return new UpdateResult.Made(await Asked(made, caller, cancellationToken));
    }

    private static UpdateResult Repeated(Subscription earlier, SubscriptionDraft draft) =>
        earlier.RequestHash == IdempotencyKey.Fingerprint(draft) ? new UpdateResult.Made(earlier) : new UpdateResult.Refused(IdempotencyKey.Reused);

    private async Task<ProblemHttpResult?> Refusal(Subscription made, SubscriptionDraft draft, Caller caller, CancellationToken cancellationToken) =>
        await Refusal(made, draft, caller.IsAdmin, cancellationToken) ?? await trial.Refusal(made, caller, cancellationToken);

    // Checked again, one request of a tenant at a time: many may have passed the check before, all of them seeing the same count.
    private async Task<ProblemHttpResult?> Keep(Subscription made, SubscriptionDraft draft, Caller caller, CancellationToken cancellationToken)
    {
        var turn = _turns[(uint)made.Tenant.GetHashCode(StringComparison.Ordinal) % Turns];
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (await Refusal(made, draft, caller.IsAdmin, cancellationToken) is { } refused)
                return refused;

            await store.Add(made, cancellationToken);
            // Another instance may have added one at the same moment. Then both go rather than one too many stay.
            if (caller.IsAdmin || await store.Count(made.Tenant, Most + 1, cancellationToken) <= Most)
                return null;

            await store.Delete(made.Id, cancellationToken);
            return TooMany(made.Tenant);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<ProblemHttpResult?> Refusal(Subscription made, SubscriptionDraft draft, bool isAdmin, CancellationToken cancellationToken)
    {
        if (!isAdmin && await store.Count(made.Tenant, Most, cancellationToken) >= Most)
            return TooMany(made.Tenant);

        // The same id: the same request with the same Idempotency-Key, a moment ago.
        return !draft.AllowsDuplicate && await store.FindDuplicate(made, cancellationToken) is { } twin && twin != made.Id
            ? ProblemKind.DuplicateSubscription.WithDetail(
                $"The subscription {twin} of the same tenant has the same target and the same filter, so its receiver would be told everything twice; "
                + "PATCH that one, or write \"allowDuplicate\": true if this is meant.")
            : null;
    }

    private ProblemHttpResult TooMany(string tenant) => ProblemKind.TooManySubscriptions.WithDetail(
        $"The tenant '{tenant}' has {Most} subscriptions, and may have no more; delete one that is no longer needed, or ask an operator of the relay "
        + "(Api:SubscriptionsPerTenant).");

    // Written down after the asking, whatever becomes of that: until its target consents, a subscription does nothing.
    private async Task<Subscription> Asked(Subscription made, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            return made = await proofs.TryAtOnce(made, caller, cancellationToken);
        }
        finally
        {
            await log.Of(null, made, AuditAction.SubscriptionCreated, caller.Actor);
        }
    }

    private Subscription Make(SubscriptionDraft draft, string tenant, string id) => new()
    {
        Id = id,
        Tenant = tenant,
        Name = draft.Name,
        Target = draft.Target,
        Format = draft.Format,
        Filter = draft.Filter,
        Noise = draft.Noise,
        Headers = draft.Headers ?? Subscription.NoHeaders,
        Secrets = ChatPlatforms.Is(draft.Format) ? [] : [new SigningSecret(draft.Secret ?? SigningSecrets.New())],
        Ownership = draft.IsVouchedFor ? TargetVerification.VouchedFor(time.GetUtcNow()) : new Ownership(),
        Status = draft.IsVouchedFor ? SubscriptionStatus.Active : SubscriptionStatus.Unverified,
        StatusReason = draft.IsVouchedFor ? null : Ownership.NotAsked,
        CreatedAt = time.GetUtcNow(),
        UpdatedAt = time.GetUtcNow(),
    };
}
