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
            .Describe(
                "listDeliveries", "List the deliveries of a subscription",
                "Returns the ledger of the subscription, newest first, without the attempts.")
            .WithProblems(ProblemKind.NotFound)
                .WithResponseExample(SubscriptionExamples.Deliveries);
        app.MapDeliverySearch();
        var deliveries = app.MapGroup("/deliveries").WithTags("Deliveries");
        deliveries.MapGet("/{id}", Get)
            .Describe("getDelivery", "Get a delivery", "Returns the delivery with every attempt: its time, answer and timings.")
            .WithProblems(ProblemKind.NotFound)
            .WithResponseExample(SubscriptionExamples.Delivery);
        deliveries.MapPost("/{id}/retry", Retry)
            .Describe(
                "retryDelivery", "Retry a delivery",
                "Sends the alert again soon, even if it was delivered before. The receiver can recognise it by its id. "
                + "The subscription must be active.")
            .WithResponseExample(SubscriptionExamples.Retried)
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
    }

    private static async Task<Results<Ok<DeliveryList>, ProblemHttpResult>> OfSubscription(
        string id, [AsParameters] DeliveryListParameters parameters, HttpRequest request, Caller caller, TenantSubscriptions subscriptions,
        IDeliveryStore deliveries, IAlertStore alerts, CancellationToken cancellationToken)
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
            var titled = page.Deliveries.Select(each => DeliveryResponse.Of(each).Titled(alerts, cancellationToken));
            return TypedResults.Ok(new DeliveryList(await Task.WhenAll(titled), page.Cursor));
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

/// <summary>Deliveries across subscriptions. Tenants see those of their own subscriptions.</summary>
internal static class DeliverySearchEndpoints
{
    private const string DeliveredElsewhere =
        "write pending, dead, silenced or superseded; delivered ones are listed by /alerts/{id}/deliveries and /subscriptions/{id}/deliveries.";

    public static void MapDeliverySearch(this IEndpointRouteBuilder app)
    {
        app.MapGet("/alerts/{id}/deliveries", OfAlert)
            .WithTags("Deliveries")
            .Describe(
                "listAlertDeliveries", "List the deliveries of an alert",
                "Shows which subscriptions received the alert and which did not. A tenant's key sees its own subscriptions.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Forbidden)
            .WithResponseExample(SubscriptionExamples.AlertDeliveries);
        app.MapGet("/deliveries", Undelivered)
            .WithTags("Deliveries")
            .Describe(
                "listUndelivered", "List undelivered alerts",
                "Returns pending, dead-lettered, silenced and superseded deliveries of all subscriptions, newest first. "
                + "A tenant's key sees its own subscriptions.")
            .WithProblems(ProblemKind.Forbidden)
            .WithResponseExample(SubscriptionExamples.Undelivered);
    }

    private static async Task<Results<Ok<DeliveryList>, ProblemHttpResult>> OfAlert(
        string id, [AsParameters] AlertDeliveryListParameters parameters, HttpRequest request, Caller caller, IAlertStore alerts, IDeliveryStore deliveries,
        TenantSubscriptions subscriptions, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var reader = QueryReader.Of<AlertDeliveryListParameters>(request.Query, errors);
        var query = new DeliveryQuery(
            reader.Word<DeliveryStatus>(parameters.Status), reader.One(parameters.Tenant), reader.One(parameters.Cursor), reader.Limit(parameters.Limit));
        if (Refusal(query, caller, errors) is { } refused)
            return refused;
        if (await alerts.Find(id, cancellationToken) is not { } alert || !caller.MaySee(alert))
            return ProblemKind.NoSuch("alert", id);

        return await List(query, caller, allowed => deliveries.OfAlert(id, allowed, cancellationToken), subscriptions, cancellationToken);
    }

    private static async Task<Results<Ok<DeliveryList>, ProblemHttpResult>> Undelivered(
        [AsParameters] UndeliveredListParameters parameters, HttpRequest request, Caller caller, IAlertStore alerts, IDeliveryStore deliveries,
        TenantSubscriptions subscriptions, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var reader = QueryReader.Of<UndeliveredListParameters>(request.Query, errors);
        var status = reader.Word<DeliveryStatus>(parameters.Status);
        if (status == DeliveryStatus.Delivered)
            errors.Add("status", DeliveredElsewhere);

        var query = new DeliveryQuery(status, reader.One(parameters.Tenant), reader.One(parameters.Cursor), reader.Limit(parameters.Limit));
        return Refusal(query, caller, errors) is { } refused
            ? refused
            : await List(
                query, caller, allowed => deliveries.Undelivered(allowed, cancellationToken), subscriptions, cancellationToken,
                delivery => delivery.Titled(alerts, cancellationToken));
    }

    /// <summary>With the headline of its alert. Everybody who may see the delivery may see the headline.</summary>
    public static async Task<DeliveryResponse> Titled(this DeliveryResponse delivery, IAlertStore alerts, CancellationToken cancellationToken) =>
        delivery with { Headline = (await alerts.Find(delivery.AlertId, cancellationToken))?.Headline };

    private static ProblemHttpResult? Refusal(DeliveryQuery query, Caller caller, ValidationErrors errors) =>
        query.Tenant is { } tenant && !caller.MaySee(tenant)
            ? ProblemKind.Forbidden.WithDetail("Only an admin key may name another tenant; leave 'tenant' out.")
        : errors.Any ? errors.ToProblem()
        : null;

    private static Task<Results<Ok<DeliveryList>, ProblemHttpResult>> List(
        DeliveryQuery query, Caller caller, Func<DeliveryQuery, Task<DeliveryPage>> find, TenantSubscriptions subscriptions,
        CancellationToken cancellationToken, Func<DeliveryResponse, Task<DeliveryResponse>>? complete = null) =>
        CursorErrors.Checked<Results<Ok<DeliveryList>, ProblemHttpResult>>(
            query.Cursor,
            async () =>
            {
                var page = await find(caller.IsAdmin ? query : query with { Tenant = caller.Tenant });
                var named = await Task.WhenAll(page.Deliveries.Select(delivery => Named(delivery, caller, subscriptions, cancellationToken)));
                return TypedResults.Ok(new DeliveryList(complete is null ? named : await Task.WhenAll(named.Select(complete)), page.Cursor));
            },
            refused => refused);

    private static async Task<DeliveryResponse> Named(
        AlertRelay.Deliveries.Delivery delivery, Caller caller, TenantSubscriptions subscriptions, CancellationToken cancellationToken)
    {
        var subscription = await subscriptions.Find(delivery.SubscriptionId, caller, cancellationToken);
        return DeliveryResponse.Of(delivery) with { SubscriptionName = subscription?.Name, Tenant = subscription?.Tenant };
    }
}
