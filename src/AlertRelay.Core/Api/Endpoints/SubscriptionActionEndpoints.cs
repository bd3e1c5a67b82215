using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>Actions on a subscription other than reading and changing it.</summary>
internal static class SubscriptionActionEndpoints
{
    // Receivers have a day to switch. Then the old secret stops signing.
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const int MaxSecrets = 5;

    private static UpdateResult Unsigned => new UpdateResult.Refused(
        ProblemKind.Conflict.WithDetail("A chat has no signing secret: what is posted there is not signed."));

    public static void MapSubscriptionActions(this IEndpointRouteBuilder subscriptions)
    {
        subscriptions.MapPost("/{id}/pause", Pause)
            .Describe("pauseSubscription", "Sends nothing until it is resumed.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
        subscriptions.MapPost("/{id}/resume", Resume)
            .Describe("resumeSubscription", "Sends again from now on.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
        subscriptions.MapPost("/{id}/test", Test)
            .Describe("testSubscription", "Sends a marked test alert at once and answers with what came of it.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict)
            .WithResponseExample(ResponseExamples.Test);
        subscriptions.MapPost("/{id}/rotate-secret", RotateSecret)
            .Describe("rotateSecret", "Makes a new signing secret; the old one signs too for 24 hours.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
    }

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> Pause(
        [AsParameters] SubscriptionRoute which, TenantSubscriptions subscriptions, CancellationToken cancellationToken) =>
        SubscriptionEndpoints.Answer(await subscriptions.Pause(which, cancellationToken));

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> Resume(
        [AsParameters] SubscriptionRoute which, TenantSubscriptions subscriptions, CancellationToken cancellationToken) =>
        SubscriptionEndpoints.Answer(await subscriptions.Resume(which, cancellationToken));

    private static async Task<Results<Ok<TestResponse>, ProblemHttpResult>> Test(
        string id, Caller caller, TenantSubscriptions subscriptions, TestDelivery tests, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(id, caller, cancellationToken) is not { } found)
            return ProblemKind.NoSuch("subscription", id);

        if (!found.IsProved)
            return ProblemKind.Conflict.WithDetail($"Its target has not shown that it wants anything; POST /api/v1/subscriptions/{id}/verify asks it.");

        return await tests.SendTest(found, cancellationToken) is { } sent
            ? TypedResults.Ok(TestResponse.Of(sent))
            : ProblemKind.Conflict.WithDetail($"This relay has no format '{found.Format}'; PATCH the subscription to one that it has.");
    }

    private static async Task<Results<Ok<RotatedSecretResponse>, ProblemHttpResult>> RotateSecret(
        [AsParameters] SubscriptionRoute which, TenantSubscriptions subscriptions, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secret = SigningSecrets.New();
        return await subscriptions.Change(
            which, AuditAction.SecretRotated, current => ChatPlatforms.Is(current.Format) ? Unsigned : Rotated(current, secret, now), cancellationToken) switch
        {
            UpdateResult.Made(var made) => TypedResults.Ok(new RotatedSecretResponse(secret, now + Overlap, SubscriptionResponse.Of(made))),
            UpdateResult.Refused(var problem) => problem,
            var edit => throw new InvalidOperationException($"{edit.GetType().Name} is not known."),
        };
    }

    private static UpdateResult.Made Rotated(Subscription current, string secret, DateTimeOffset now)
    {
        var still = current.Secrets
            .Where(old => old.ExpiresAt is null || old.ExpiresAt > now)
            .Select(old => old with { ExpiresAt = old.ExpiresAt ?? now + Overlap })
            .Take(MaxSecrets - 1);
        return new(current with { Secrets = [new SigningSecret(secret), .. still] });
    }
}
