using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder app)
    {
        app.MapGet("/subscriptions/{id}/deliveries", OfSubscription)
            .WithTags("Deliveries")
            .Describe("listDeliveries", "Lists a subscription's deliveries, newest first.")
            .WithProblems(ProblemKind.NotFound)
                .WithResponseExample(ResponseExamples.Deliveries);
        app.MapDeliverySearch();
        var deliveries = app.MapGroup("/deliveries").WithTags("Deliveries");
        deliveries.MapGet("/{id}", Get)
            .Describe("getDelivery", "Answers one delivery with every attempt.")
            .WithProblems(ProblemKind.NotFound)
            .WithResponseExample(ResponseExamples.Delivery);
        deliveries.MapPost("/{id}/retry", Retry)
            .Describe("retryDelivery", "Sends once more and soon, also what was delivered already.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
    }

    private static async Task<Results<Ok<DeliveryList>, ProblemHttpResult>> OfSubscription(
        string id, [AsParameters] DeliveryListParameters parameters, HttpRequest request, Caller caller, TenantSubscriptions subscriptions,
        IDeliveryStore deliveries, CancellationToken cancellationToken)
    {
        if (await subscriptions.Find(id, caller, cancellationToken) is null)
            return ProblemKind.NoSuch("subscription", id);

        var errors = new ValidationErrors();
        var query = QueryReader.Of<DeliveryListParameters>(request.Query, errors);
        var (status, cursor, limit) = (query.Word<DeliveryStatus>(parameters.Status), query.One(parameters.Cursor), query.Limit(parameters.Limit));
        if (errors.Any)
            return errors.ToProblem();

        return await CursorErrors.Checked<Results<Ok<DeliveryList>, ProblemHttpResult>>(cursor, async () =>
        {
            var page = await deliveries.OfSubscription(id, status, cursor, limit, cancellationToken);
            return TypedResults.Ok(new DeliveryList([.. page.Deliveries.Select(each => DeliveryResponse.Of(each))], page.Cursor));
        }, refused => refused);
    }

    private static async Task<Results<Ok<DeliveryResponse>, ProblemHttpResult>> Get(
        string id, Caller caller, TenantSubscriptions subscriptions, IDeliveryStore deliveries, CancellationToken cancellationToken)
    {
        if (await deliveries.Find(id, cancellationToken) is not { } found || !await Visible(found, caller, subscriptions, cancellationToken))
            return ProblemKind.NoSuch("delivery", id);

        return TypedResults.Ok(DeliveryResponse.Of(found, await deliveries.Attempts(found.AlertId, found.SubscriptionId, cancellationToken)));
    }

    /// <summary>Sends it again soon, even if it was delivered. The receiver recognises it by its id.</summary>
    private static async Task<Results<Accepted<DeliveryResponse>, ProblemHttpResult>> Retry(
        string id, Caller caller, TenantSubscriptions subscriptions, IDeliveryStore deliveries, IAlertStore alerts, ChangeAudit log, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await deliveries.Find(id, cancellationToken) is not { } found
            || await subscriptions.Find(found.SubscriptionId, caller, cancellationToken) is not { } subscription)
            return ProblemKind.NoSuch("delivery", id);

        if (subscription.Status == SubscriptionStatus.Unverified)
            return ProblemKind.Conflict.WithDetail(
                $"Its target has not shown that it wants anything; POST /api/v1/subscriptions/{subscription.Id}/verify asks it.");

        if (subscription.Status != SubscriptionStatus.Active)
            return RecoveryEndpoints.NotActive(subscription);

        if (await alerts.Find(found.AlertId, cancellationToken) is null)
            return ProblemKind.Conflict.WithDetail(
                $"Its alert is not in the history, as those of tests; POST /api/v1/subscriptions/{subscription.Id}/test sends a new one.");

        var again = found.Requested(time.GetUtcNow());
        await deliveries.Save(again, cancellationToken);
        await log.Retried(found, again, subscription, caller.Actor);
        return TypedResults.Accepted($"/api/v1/deliveries/{id}", DeliveryResponse.Of(again));
    }

    // The ledger outlives the subscription. Then the tenant is unknown, so only admins see the delivery.
    private static async Task<bool> Visible(
        AlertRelay.Deliveries.Delivery delivery, Caller caller, TenantSubscriptions subscriptions, CancellationToken cancellationToken) =>
        caller.IsAdmin || await subscriptions.Find(delivery.SubscriptionId, caller, cancellationToken) is not null;
}
