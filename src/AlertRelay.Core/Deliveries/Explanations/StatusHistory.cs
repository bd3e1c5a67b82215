using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Auditing;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Explanations;

/// <param name="Since">Null if the log does not say.</param>
/// <param name="Reason">For its owner; null if there is none.</param>
internal sealed record PastStatus(SubscriptionStatus Status, DateTimeOffset? Since, string? Reason);

/// <summary>The status of a subscription at a past time, from the audit log, which holds each change of it. Two reads at most.</summary>
internal sealed class StatusHistory(IAuditStore audit)
{
    // Of one subscription. Beyond that, the present status counts.
    private const int MaxEntries = 200;

    private const string Status = "status", StatusReason = "statusReason";

    public async Task<PastStatus> At(Subscription subscription, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var query = new AuditQuery { Subject = subscription.Id, Limit = MaxEntries };
        var later = await audit.List(query with { Since = at.AddTicks(1) }, cancellationToken);
        var change = later.Entries.Select(entry => entry.Old).FirstOrDefault(old => StatusOf(old) is not null);
        var status = StatusOf(change) ?? subscription.Status;
        if (status == SubscriptionStatus.Active)
            return new PastStatus(status, Since: null, Reason: null);

        var earlier = await audit.List(query with { Until = at.AddTicks(1), NewestFirst = true }, cancellationToken);
        var since = earlier.Entries.FirstOrDefault(entry => StatusOf(entry.New) == status);
        return new PastStatus(status, since?.At, change is null ? subscription.StatusReason : Text(change[StatusReason]) ?? Text(since?.New?[StatusReason]));
    }

    private static SubscriptionStatus? StatusOf(JsonObject? members) =>
        Text(members?[Status]) is { } word && Enum.TryParse<SubscriptionStatus>(word, ignoreCase: true, out var status) ? status : null;

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
