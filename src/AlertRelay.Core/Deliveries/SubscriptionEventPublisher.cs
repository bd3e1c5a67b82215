using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries;

/// <summary>
/// Records changes that the relay makes to a subscription in the audit log, and publishes them to the tenant's other subscriptions. The failing
/// receiver itself cannot be reached.
/// </summary>
public sealed class SubscriptionEventPublisher(AlertPublisher publisher, AuditLog audit)
{
    /// <summary>
    /// The maximum per tenant. If 500 subscriptions fail and 500 others are sent each event, they would be a quarter of a million messages.
    /// </summary>
    public const int MaxPerHour = 20;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly List<(string Tenant, DateTimeOffset At)> _published = [];

    /// <param name="after">As it is stored now.</param>
    /// <param name="by">The relay or the receiver.</param>
    public async Task Publish(Subscription before, Subscription after, DateTimeOffset at, Actor by, CancellationToken cancellationToken)
    {
        if (after.Target != before.Target)
            await audit.Write(by, AuditAction.SubscriptionMoved, after.Tenant, after.Id);

        if (after.Status == SubscriptionStatus.Disabled)
        {
            await audit.Write(by, AuditAction.SubscriptionDisabled, after.Tenant, after.Id, Snapshot(before), Snapshot(after));
            await Publish(after, SubscriptionEventKind.Disabled, after.StatusReason ?? "", at, cancellationToken);
        }
        else if (before.WarnedAt is null && after.WarnedAt is not null)
        {
            await Publish(after, SubscriptionEventKind.Failing, after.StatusReason ?? "", at, cancellationToken);
        }
        else if (before.WarnedAt is not null && after.WarnedAt is null)
        {
            await Publish(after, SubscriptionEventKind.Recovered, "An attempt has succeeded.", at, cancellationToken);
        }
    }

    private async Task Publish(Subscription subscription, SubscriptionEventKind kind, string detail, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (MayPublish(subscription.Tenant, at))
            await publisher.Publish(Event(subscription, kind, detail, at), cancellationToken);
    }

    // Each process counts for itself.
    private bool MayPublish(string tenant, DateTimeOffset at)
    {
        lock (_published)
        {
            _published.RemoveAll(published => at - published.At >= Hour);
            if (_published.Count(published => published.Tenant == tenant) >= MaxPerHour)
                return false;

            _published.Add((tenant, at));
            return true;
        }
    }

    // As the API shows it.
    private static JsonObject Snapshot(Subscription subscription) => new()
    {
        ["status"] = JsonNamingPolicy.CamelCase.ConvertName(subscription.Status.ToString()),
        ["statusReason"] = subscription.StatusReason,
        ["failingSince"] = subscription.FailingSince,
        ["onTrial"] = subscription.IsOnProbation,
    };

    private static Alert Event(Subscription subscription, SubscriptionEventKind kind, string detail, DateTimeOffset at)
    {
        var name = subscription.Name.Length > 0 ? $"{subscription.Name} ({subscription.Id})" : subscription.Id;
        var isOver = kind == SubscriptionEventKind.Recovered;
        return RelayEvents.New(
            string.Create(CultureInfo.InvariantCulture, $"sev_{subscription.Id}_{kind}_{at.UtcTicks:x}"), $":subscription:{subscription.Id}", at) with
        {
            Revision = subscription.Version,
            Change = isOver ? ChangeKind.Withdrawn : ChangeKind.Issued,
            MessageType = isOver ? MessageType.Cancel : MessageType.Alert,
            Subscription = new SubscriptionEvent(subscription.Tenant, subscription.Id, kind),
            Title = $"Subscription {name}",
            Headline = $"Subscription {name} {Phrase(kind)}",
            Summary = detail,
        };
    }

    private static string Phrase(SubscriptionEventKind kind) => kind switch
    {
        SubscriptionEventKind.Failing => "is failing and will be disabled",
        SubscriptionEventKind.Disabled => "is disabled",
        SubscriptionEventKind.Recovered => "is reached again",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An event of subscriptions without words."),
    };
}
