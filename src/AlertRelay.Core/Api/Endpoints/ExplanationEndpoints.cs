using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries.Explanations;
using AlertRelay.Keys;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

/// <summary>Why a subscription got an alert, or did not.</summary>
internal static class ExplanationEndpoints
{
    public static void MapExplanations(this IEndpointRouteBuilder app) => app.MapGet("/alerts/{id}/explanation", Get)
        .WithTags("Deliveries")
        .Describe(
            "explainDelivery", "Explain a delivery",
            "Says what happened to an alert for one subscription. "
            + "If it was not sent, the response names the first rule that prevented it.")
        .WithProblems(ProblemKind.NotFound)
        .WithResponseExample(SubscriptionExamples.Explanation);

    private static async Task<Results<Ok<ExplanationResponse>, ProblemHttpResult>> Get(
        string id, [AsParameters] ExplanationParameters parameters, HttpRequest request, Caller caller, IAlertStore alerts, TenantSubscriptions subscriptions,
        DeliveryExplainer explainer, CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var wanted = QueryReader.Of<ExplanationParameters>(request.Query, errors).One(parameters.Subscription);
        if (wanted is null && !errors.Any)
            errors.Add("subscription", "is missing; write the id of a subscription, such as sub_01DXR5V0G0Z6WQ0N8M3K7T2B4C.");
        if (errors.Any)
            return errors.ToProblem();
        if (await alerts.Find(id, cancellationToken) is not { } alert || !caller.MaySee(alert))
            return ProblemKind.NoSuch("alert", id);
        if (await subscriptions.Find(wanted!, caller, cancellationToken) is not { } subscription)
            return ProblemKind.NoSuch("subscription", wanted!);

        return TypedResults.Ok(ExplanationResponse.Of(alert, subscription, await explainer.Explain(alert, subscription, cancellationToken)));
    }
}
