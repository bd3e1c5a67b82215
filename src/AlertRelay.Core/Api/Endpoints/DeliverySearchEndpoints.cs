using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>Deliveries across subscriptions. Tenants see those of their own subscriptions.</summary>
internal static class DeliverySearchEndpoints
{
    private const string DeliveredElsewhere =
        "write pending, dead, silenced or superseded; delivered ones are listed by /alerts/{id}/deliveries and /subscriptions/{id}/deliveries.";

    public static void MapDeliverySearch(this IEndpointRouteBuilder app)
    {
        app.MapGet("/alerts/{id}/deliveries", OfAlert)
            .WithTags("Deliveries")
            .Describe("listAlertDeliveries", "Lists who got an alert and who did not, page by page.")
            .WithProblems(ProblemKind.NotFound, ProblemKind.Forbidden)
            .WithResponseExample(ResponseExamples.AlertDeliveries);
        app.MapGet("/deliveries", Undelivered)
            .WithTags("Deliveries")
            .Describe("listUndelivered", "Lists pending, dead, silenced and superseded deliveries across subscriptions, newest first.")
            .WithProblems(ProblemKind.Forbidden)
            .WithResponseExample(ResponseExamples.Undelivered);
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
        [AsParameters] UndeliveredListParameters parameters, HttpRequest request, Caller caller, IDeliveryStore deliveries, TenantSubscriptions subscriptions,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var reader = QueryReader.Of<UndeliveredListParameters>(request.Query, errors);
        var status = reader.Word<DeliveryStatus>(parameters.Status);
        if (status == DeliveryStatus.Delivered)
            errors.Add("status", DeliveredElsewhere);

        var query = new DeliveryQuery(status, reader.One(parameters.Tenant), reader.One(parameters.Cursor), reader.Limit(parameters.Limit));
        return Refusal(query, caller, errors) is { } refused
            ? refused
            : await List(query, caller, allowed => deliveries.Undelivered(allowed, cancellationToken), subscriptions, cancellationToken);
    }

    private static ProblemHttpResult? Refusal(DeliveryQuery query, Caller caller, ValidationErrors errors) =>
        query.Tenant is { } tenant && !caller.MaySee(tenant)
            ? ProblemKind.Forbidden.WithDetail("Only an admin key may name another tenant; leave 'tenant' out.")
        : errors.Any ? errors.ToProblem()
        : null;

    private static Task<Results<Ok<DeliveryList>, ProblemHttpResult>> List(
        DeliveryQuery query, Caller caller, Func<DeliveryQuery, Task<DeliveryPage>> find, TenantSubscriptions subscriptions,
        CancellationToken cancellationToken) =>
        CursorErrors.Checked<Results<Ok<DeliveryList>, ProblemHttpResult>>(
            query.Cursor,
            async () =>
            {
                var page = await find(caller.IsAdmin ? query : query with { Tenant = caller.Tenant });
                var named = await Task.WhenAll(page.Deliveries.Select(delivery => Named(delivery, caller, subscriptions, cancellationToken)));
                return TypedResults.Ok(new DeliveryList(named, page.Cursor));
            },
            refused => refused);

    private static async Task<DeliveryResponse> Named(
        AlertRelay.Deliveries.Delivery delivery, Caller caller, TenantSubscriptions subscriptions, CancellationToken cancellationToken)
    {
        var subscription = await subscriptions.Find(delivery.SubscriptionId, caller, cancellationToken);
        return DeliveryResponse.Of(delivery) with { SubscriptionName = subscription?.Name, Tenant = subscription?.Tenant };
    }
}
