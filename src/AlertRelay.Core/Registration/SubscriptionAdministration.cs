using AlertRelay.Api.Contracts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Subscriptions;

namespace AlertRelay.Registration;

/// <summary>Commands for subscriptions. They do the same as an admin key over HTTP, and write the same audit log.</summary>
public sealed class SubscriptionAdministration
{
    private static readonly Caller Operator = new("", Actor.CommandLine.Name, "", Role.Admin);

    private readonly TenantSubscriptions _subscriptions;
    private readonly TestDelivery _tests;

    internal SubscriptionAdministration(TenantSubscriptions subscriptions, TestDelivery tests) => (_subscriptions, _tests) = (subscriptions, tests);

    /// <summary>The target without what is secret in it.</summary>
    public static string RedactedTargetOf(Subscription subscription) => RedactedTarget.Of(subscription);

    public Task<SubscriptionPage> List(
        string? tenant, SubscriptionStatus? status, string? cursor, int limit, CancellationToken cancellationToken) =>
        _subscriptions.List(tenant, status, cursor, limit, cancellationToken);

    public Task<Subscription?> Find(string id, CancellationToken cancellationToken) => _subscriptions.Find(id, Operator, cancellationToken);

    public async Task<AdministrationResult> Pause(string id, CancellationToken cancellationToken) =>
        Result(await _subscriptions.Pause(Route(id), cancellationToken));

    public async Task<AdministrationResult> Resume(string id, CancellationToken cancellationToken) =>
        Result(await _subscriptions.Resume(Route(id), cancellationToken));

    /// <summary>Sends a test alert now. The subscription must exist.</summary>
    /// <returns>Null when nothing was sent, because the relay does not have the subscription's format.</returns>
    public Task<DeliveryOutcome?> Test(Subscription subscription, CancellationToken cancellationToken) => _tests.SendTest(subscription, cancellationToken);

    private static SubscriptionRoute Route(string id) => new() { Id = id, Caller = Operator };

    private static AdministrationResult Result(UpdateResult result) => result switch
    {
        UpdateResult.Made(var subscription) => new(subscription, null),
        UpdateResult.Refused(var problem) => new(null, problem.ProblemDetails.Detail ?? problem.ProblemDetails.Title),
        _ => throw new InvalidOperationException($"{result.GetType().Name} is not known."),
    };
}

/// <param name="Subscription">After the change; null when it was refused.</param>
/// <param name="Refusal">A sentence; null when it was changed.</param>
public sealed record AdministrationResult(Subscription? Subscription, string? Refusal);
