using System.Globalization;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api.Endpoints;

/// <summary>Sends again what a subscription missed.</summary>
internal static class RecoveryEndpoints
{
    public static void MapRecovery(this IEndpointRouteBuilder app)
    {
        var subscriptions = app.MapGroup("/subscriptions/{id}").WithTags("Deliveries");
        subscriptions.MapPost("/recover", Recover).Describe("recoverMissed", "Sends again what the subscription missed in a span of time, at most 1,000.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict)
            .WithResponseExample(ResponseExamples.Recovery);
        subscriptions.MapPost("/dead-letters/retry", RetryDead)
            .Describe("retryDeadLetters", "Sends every dead letter again, at most 1,000.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
    }

    private static async Task<Results<Ok<RecoveryResponse>, ProblemHttpResult>> Recover(
        string id, [AsParameters] RecoveryParameters asked, HttpRequest request, Caller caller, TenantSubscriptions subscriptions, RecoveryService recovery,
        IOptions<DeliveryOptions> options, ChangeAudit log, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(id, caller, cancellationToken) is not { } found)
            return ProblemKind.NoSuch("subscription", id);

        var mistakes = new ValidationErrors();
        var query = QueryReader.Of<RecoveryParameters>(request.Query, mistakes);
        var since = Since(query.Time(asked.Since), time.GetUtcNow() - options.Value.KeepFor, mistakes);
        var (until, dryRun) = (query.Time(asked.Until), query.Flag(asked.DryRun));
        if (until <= since)
            mistakes.Add("until", "write a time after 'since', or leave it out.");

        if (mistakes.Any)
            return mistakes.ToProblem();

        if (!dryRun && found.Status != SubscriptionStatus.Active)
            return NotActive(found);

        var answer = RecoveryResponse.Of(await recovery.Recover(found, since, until, dryRun, cancellationToken), dryRun);
        await log.Recovered(answer, found, caller.Actor);
        return TypedResults.Ok(answer);
    }

    private static async Task<Results<Ok<RecoveryResponse>, ProblemHttpResult>> RetryDead(
        string id, Caller caller, TenantSubscriptions subscriptions, RecoveryService recovery, ChangeAudit log, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(id, caller, cancellationToken) is not { } found)
            return ProblemKind.NoSuch("subscription", id);

        if (found.Status != SubscriptionStatus.Active)
            return NotActive(found);

        var answer = RecoveryResponse.Of(await recovery.RetryDead(id, cancellationToken), dryRun: false);
        await log.Recovered(answer, found, caller.Actor);
        return TypedResults.Ok(answer);
    }

    public static ProblemHttpResult NotActive(Subscription subscription) =>
        ProblemKind.Conflict.WithDetail($"Its subscription is not active; POST /api/v1/subscriptions/{subscription.Id}/resume first.");

    private static DateTimeOffset Since(DateTimeOffset? since, DateTimeOffset ledgerStart, ValidationErrors mistakes)
    {
        if (since is null || since < ledgerStart)
            mistakes.Add("since", string.Create(
                CultureInfo.InvariantCulture,
                $"write a time as in 2026-01-31T09:00:00Z, not before {ledgerStart:yyyy-MM-ddTHH:mm:ssZ}: the ledger knows nothing older."));

        return since ?? ledgerStart;
    }
}
