using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

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
            .Describe(
                "pauseSubscription", "Pause a subscription",
                "Stops sending to the target. After you resume the subscription, you can recover the alerts that it missed.")
            .WithResponseExample(SubscriptionExamples.Paused)
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
        subscriptions.MapPost("/{id}/resume", Resume)
            .Describe(
                "resumeSubscription", "Resume a subscription",
                "Sends alerts again from now on. A subscription that the relay had disabled gets one message a minute until one arrives.")
            .WithResponseExample(SubscriptionExamples.Resumed)
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
        subscriptions.MapPost("/{id}/test", Test)
            .Describe(
                "testSubscription", "Send a test alert",
                "Sends an alert that is marked as a test, and returns the outcome. The target must have opted in.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict)
            .WithResponseExample(SubscriptionExamples.Test);
        subscriptions.MapPost("/{id}/rotate-secret", RotateSecret)
            .Describe(
                "rotateSecret", "Rotate the signing secret",
                "Makes a new secret, which is shown only once. The old secret also signs for 24 hours. Chats have no secret.")
            .WithResponseExample(SubscriptionExamples.RotatedSecret)
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
    }

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> Pause(
        [AsParameters] SubscriptionRoute which, TenantSubscriptions subscriptions, CancellationToken cancellationToken) =>
        SubscriptionEndpoints.Answer(await subscriptions.Pause(which, cancellationToken));

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> Resume(
        [AsParameters] SubscriptionRoute which, TenantSubscriptions subscriptions, CancellationToken cancellationToken) =>
        SubscriptionEndpoints.Answer(await subscriptions.Resume(which, cancellationToken));

    private static async Task<Results<Ok<TestResponse>, ProblemHttpResult>> Test(
        string id, Caller caller,
        [FromHeader(Name = "Idempotency-Key"), Description(IdempotencyKey.TestDescription), MaxLength(IdempotencyKey.MaxLength)] string? idempotencyKey,
        TenantSubscriptions subscriptions, TestDelivery tests, ChangeAudit log, TimeProvider time, CancellationToken cancellationToken)
    {
        IdempotencyKey? once = null;
        if (idempotencyKey is not null && !IdempotencyKey.TryRead(idempotencyKey, out once))
            return IdempotencyKey.Unreadable;

        if (await subscriptions.Find(id, caller, cancellationToken) is not { } found)
            return ProblemKind.NoSuch("subscription", id);

        if (!found.IsProved)
            return ProblemKind.Conflict.WithDetail($"Its target has not opted in yet. POST /api/v1/subscriptions/{id}/verify asks it again.");

        var outcome = once is null
            ? new TestOutcome(await tests.SendTest(found, cancellationToken), IsBefore: false)
            : await tests.SendOnce(found, once.Ids($"{TestAlert.Prefix}{id}_", caller.KeyId, time.GetUtcNow()), cancellationToken);
        if (outcome.IsBefore)
            return ProblemKind.Conflict.WithDetail("This test alert was sent before, or is being sent. Its outcome is among the subscription's deliveries.");

        if (outcome.Sent is not { } sent)
            return ProblemKind.Conflict.WithDetail($"This relay has no format '{found.Format}'; PATCH the subscription to one that it has.");

        var answer = TestResponse.Of(sent);
        await log.Tested(answer, found, caller.Actor);
        return TypedResults.Ok(answer);
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

/// <summary>Verification of a target: it is asked to opt in, an operator marks it as verified, or it calls the confirmation URL.</summary>
internal static class VerificationEndpoints
{
    public static void MapVerification(this IEndpointRouteBuilder subscriptions) => subscriptions.MapPost("/{id}/verify", Verify)
        .Describe(
            "verifySubscription", "Verify a subscription",
            "Asks the target again to opt in, at most five times an hour. With an admin key you can mark it as verified instead.")
            .WithResponseExample(SubscriptionExamples.Verified)
        .WithRequestExamples(RequestExamples.Ask, RequestExamples.MarkAsVerified)
            .WithProblems(ProblemKind.NotFound, ProblemKind.Forbidden, ProblemKind.Conflict, ProblemKind.TooManyTries);

    /// <summary>Needs no key, because the token is secret. CloudEvents requires GET and POST.</summary>
    public static void MapConfirmation(this IEndpointRouteBuilder app) =>
        app.MapMethods("/subscriptions/{id}/confirm", [HttpMethods.Get, HttpMethods.Post], Confirm).WithTags("Subscriptions")
            .Describe(
                "confirmSubscription", "Confirm a subscription",
                "Permits the relay to send to the target, which calls this address to opt in. The token is valid once. Needs no API key.")
            .WithResponseExample(SubscriptionExamples.Confirmation)
            .WithProblems(ProblemKind.NotFound);

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> Verify(
        [AsParameters] SubscriptionRoute which, VerifyRequest? body, TenantSubscriptions subscriptions, TargetVerification verification, ChangeAudit log,
        CancellationToken cancellationToken)
    {
        if (body?.Verified == true)
            return which.Caller.IsAdmin
                ? SubscriptionEndpoints.Answer(
                    await subscriptions.Change(which, AuditAction.SubscriptionVerified, verification.MarkAsVerified, cancellationToken))
                : TargetVerification.OnlyAdminsMarkAsVerified;

        if (await subscriptions.Find(which.Id, which.Caller, cancellationToken) is not { } found)
            return ProblemKind.NoSuch("subscription", which.Id);

        var attempted = await verification.Try(found, which.Caller, cancellationToken);
        if (attempted is UpdateResult.Made(var subscription) && !found.IsProved)
            await log.Of(
                found, subscription, subscription.IsProved ? AuditAction.SubscriptionVerified : AuditAction.SubscriptionAsked, which.Caller.Actor);

        return SubscriptionEndpoints.Answer(attempted);
    }

    private static async Task<Results<Ok<ConfirmationResponse>, ProblemHttpResult>> Confirm(
        string id, [AsParameters] ConfirmationParameters attempted, OwnershipCheck check, ISubscriptionStore store, ChangeAudit log,
        CancellationToken cancellationToken)
    {
        if (!OwnershipHandshake.TryReadRate(attempted.AllowedRate, out var rate))
            return ProblemKind.InvalidRequest.WithDetail($"Write a number of posts a minute, or *, as the header {OwnershipHandshake.AllowedRate}.");

        var before = await store.Find(id, cancellationToken);
        if (await check.Confirm(id, attempted.Token ?? "", rate, cancellationToken) is { } confirmed)
        {
            await log.Of(before, confirmed, AuditAction.SubscriptionVerified, Actor.Target);
            return TypedResults.Ok(new ConfirmationResponse(confirmed.Id, confirmed.Status));
        }

        return ProblemKind.NotFound.WithDetail(
            "This confirmation URL is unknown, was used already, or has expired. The owner of the subscription can have the target asked again.");
    }
}

internal sealed record ConfirmationParameters
{
    [FromQuery(Name = "token"), Description("The token of the confirmation URL, which is valid once."), Required]
    public string? Token { get; init; }

    [FromHeader(Name = OwnershipHandshake.AllowedRate), Description("How many posts a minute the target permits, or *.")]
    [RegularExpression(@"^(\*|[0-9]+)$")]
    public string? AllowedRate { get; init; }
}

/// <summary>The only fields that are shown without an API key.</summary>
internal sealed record ConfirmationResponse(string Id, SubscriptionStatus Status);
