using System.Security.Cryptography;
using AlertRelay.Delivery;
using AlertRelay.Delivery.Platforms;
using AlertRelay.Subscriptions;

namespace AlertRelay.Web;

/// <summary>The subscriptions as one caller may see them: those of other tenants are not there.</summary>
public sealed class TenantSubscriptions(ISubscriptionStore store, TrialPost trial, TimeProvider time)
{
    private const int Races = 5;

    public async Task<Subscription?> Find(string id, Caller caller, CancellationToken cancellation) =>
        await store.Find(id, cancellation) is { } found && caller.MaySee(found.Tenant) ? found : null;

    public Task<SubscriptionPage> List(string? tenant, string? cursor, int limit, CancellationToken cancellation) =>
        store.List(tenant, cursor, limit, cancellation);

    /// <summary>A chat must take a test post first; if it does not, nothing is kept.</summary>
    public async Task<Edit> Add(SubscriptionDraft draft, string tenant, Caller caller, CancellationToken cancellation)
    {
        var made = Make(draft, tenant, SubscriptionId.New(time, RandomNumberGenerator.GetBytes(SubscriptionId.Chance)));
        if (await trial.Refusal(made, caller, cancellation) is { } refused)
            return new Edit.Refused(refused);

        made = Tried(made);
        await store.Add(made, cancellation);
        return new Edit.Made(made);
    }

    /// <summary>Makes it at most once for one key within 24 hours.</summary>
    /// <returns>What was made now or then.</returns>
    public async Task<(Edit Edit, bool IsNew)> AddOnce(SubscriptionDraft draft, string tenant, Caller caller, IdempotencyKey key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var id in key.Ids(tenant, now))
        {
            if (await store.Find(id, cancellation) is { } earlier && now - earlier.CreatedAt < IdempotencyKey.Lasts)
                return (new Edit.Made(earlier), false);
        }

        var made = Make(draft, tenant, key.Ids(tenant, now)[0]) with { RequestHash = IdempotencyKey.Fingerprint(draft) };
        if (await trial.Refusal(made, caller, cancellation) is { } refused)
            return (new Edit.Refused(refused), false);

        made = Tried(made);
        try
        {
            await store.Add(made, cancellation);
            return (new Edit.Made(made), true);
        }
        catch (InvalidOperationException)
        {
            // The same request came twice at once, and the other one was first.
            return (new Edit.Made(await store.Find(made.Id, cancellation) ?? made), false);
        }
    }

    /// <summary>Changes the newest version; when another change comes first, again from that.</summary>
    public async Task<Edit> Change(Addressed which, Func<Subscription, Edit> edit, CancellationToken cancellation)
    {
        for (var race = 0; race < Races; race++)
        {
            if (await Find(which.Id, which.Caller, cancellation) is not { } current)
                return new Edit.Refused(Problem.NotFound("subscription", which.Id));

            if (!EntityTag.Allows(which.IfMatch, current.Version))
                return new Edit.Refused(EntityTag.Mismatch(current.Version));

            var wanted = edit(current);
            if (wanted is not Edit.Made(var changed) || changed == current)
                return wanted;

            if ((changed.Target, changed.Format) != (current.Target, current.Format))
            {
                if (await trial.Refusal(changed, which.Caller, cancellation) is { } refused)
                    return new Edit.Refused(refused);

                changed = Tried(changed);
            }

            var next = changed with { Version = current.Version + 1, UpdatedAt = time.GetUtcNow() };
            if (await store.Update(next, cancellation))
                return new Edit.Made(next);
        }

        return new Edit.Refused(ProblemKind.Conflict.Because("It is being changed by others all the time; try again."));
    }

    public async Task<Problem?> Delete(Addressed which, CancellationToken cancellation)
    {
        if (await Find(which.Id, which.Caller, cancellation) is not { } current)
            return Problem.NotFound("subscription", which.Id);

        if (!EntityTag.Allows(which.IfMatch, current.Version))
            return EntityTag.Mismatch(current.Version);

        await store.Delete(which.Id, cancellation);
        return null;
    }

    // That a chat takes a post shows that its address is one to post to.
    private Subscription Tried(Subscription subscription) =>
        Chats.IsTriedByPost(subscription) ? subscription.Proved(new Ownership { ProvedAt = time.GetUtcNow(), Proof = OwnershipProof.TestPost }) : subscription;

    private Subscription Make(SubscriptionDraft draft, string tenant, string id) => new()
    {
        Id = id,
        Tenant = tenant,
        Name = draft.Name,
        Target = draft.Target,
        Format = draft.Format,
        Filter = draft.Filter,
        Noise = draft.Noise,
        Secrets = Chats.Is(draft.Format) ? [] : [new SigningSecret(draft.Secret ?? SigningSecrets.New())],
        Ownership = draft.IsVouchedFor ? TargetProofs.VouchedFor(time.GetUtcNow()) : new Ownership(),
        Status = draft.IsVouchedFor ? SubscriptionStatus.Active : SubscriptionStatus.Unverified,
        StatusReason = draft.IsVouchedFor ? null : Ownership.NotAsked,
        CreatedAt = time.GetUtcNow(),
        UpdatedAt = time.GetUtcNow(),
    };
}

/// <summary>What came of a wish to change a subscription.</summary>
public abstract record Edit
{
    private Edit() { }

    public sealed record Made(Subscription Subscription) : Edit;

    public sealed record Refused(Problem Problem) : Edit;
}
