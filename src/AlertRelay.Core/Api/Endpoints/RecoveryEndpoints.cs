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
        subscriptions
            .MapPost("/recover", Recover)
            .Describe(
                "recoverMissed", "Recover missed alerts",
                "Sends the alerts again that the subscription missed in a period, at most 1,000. If `complete` is false, call again. "
                + "`dryRun` only counts.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict)
            .WithResponseExample(SubscriptionExamples.WouldRecover);
        subscriptions.MapPost("/dead-letters/retry", RetryDead)
            .Describe(
                "retryDeadLetters", "Retry dead letters",
                "Sends the dead-lettered deliveries of the subscription again, at most 1,000. If `complete` is false, call again.")
            .WithResponseExample(SubscriptionExamples.RetriedDead)
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
    }

    private static async Task<Results<Ok<RecoveryResponse>, ProblemHttpResult>> Recover(
        string id, [AsParameters] RecoveryParameters parameters, HttpRequest request, Caller caller, TenantSubscriptions subscriptions,
        RecoveryService recovery, IOptions<DeliveryOptions> options, ChangeAudit log, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(id, caller, cancellationToken) is not { } found)
            return ProblemKind.NoSuch("subscription", id);

        var errors = new ValidationErrors();
        var query = QueryReader.Of<RecoveryParameters>(request.Query, errors);
        var since = Since(query.Time(parameters.Since), time.GetUtcNow() - options.Value.KeepFor, errors);
        var (until, dryRun) = (query.Time(parameters.Until), query.Flag(parameters.DryRun));
        if (until <= since)
            errors.Add("until", "write a time after 'since', or leave it out.");

        if (errors.Any)
            return errors.ToProblem();

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

    private static DateTimeOffset Since(DateTimeOffset? since, DateTimeOffset ledgerStart, ValidationErrors errors)
    {
        if (since is null || since < ledgerStart)
            errors.Add("since", string.Create(
                CultureInfo.InvariantCulture,
                $"write a time as in 2026-01-31T09:00:00Z, not before {ledgerStart:yyyy-MM-ddTHH:mm:ssZ}: the ledger knows nothing older."));

        return since ?? ledgerStart;
    }
}
