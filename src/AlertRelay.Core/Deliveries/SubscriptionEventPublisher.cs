using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries;

/// <summary>
/// What becomes of a subscription without its owner: kept in the audit log, and told to its owner through the tenant's other
/// subscriptions, since its own receiver is the one that does not answer.
/// </summary>
public sealed class SubscriptionEventPublisher(AlertPublisher publisher, AuditLog audit)
{
    /// <summary>
    /// Of a tenant's events: where five hundred fail and five hundred others want to know of each, they would be a quarter of a million
    /// messages.
    /// </summary>
    public const int MostAnHour = 20;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly List<(string Tenant, DateTimeOffset At)> _told = [];

    /// <param name="after">As it is stored by now.</param>
    /// <param name="by">The relay, or the receiver itself.</param>
    public async Task Tell(Subscription before, Subscription after, DateTimeOffset at, Actor by, CancellationToken cancellationToken)
    {
        if (after.Target != before.Target)
            await audit.Write(by, AuditAction.SubscriptionMoved, after.Tenant, after.Id);

        if (after.Status == SubscriptionStatus.Disabled)
        {
            await audit.Write(by, AuditAction.SubscriptionDisabled, after.Tenant, after.Id, Shown(before), Shown(after));
            await Tell(after, SubscriptionEventKind.Disabled, after.StatusReason ?? "", at, cancellationToken);
        }
        else if (before.WarnedAt is null && after.WarnedAt is not null)
        {
            await Tell(after, SubscriptionEventKind.Failing, after.StatusReason ?? "", at, cancellationToken);
        }
        else if (before.WarnedAt is not null && after.WarnedAt is null)
        {
            await Tell(after, SubscriptionEventKind.Recovered, "An attempt has succeeded.", at, cancellationToken);
        }
    }

    private async Task Tell(Subscription subscription, SubscriptionEventKind kind, string detail, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (MayTell(subscription.Tenant, at))
            await publisher.Publish(Event(subscription, kind, detail, at), cancellationToken);
    }

    // Known to this process only.
    private bool MayTell(string tenant, DateTimeOffset at)
    {
        lock (_told)
        {
            _told.RemoveAll(told => at - told.At >= Hour);
            if (_told.Count(told => told.Tenant == tenant) >= MostAnHour)
                return false;

            _told.Add((tenant, at));
            return true;
        }
    }

    // As the API shows it.
    private static JsonObject Shown(Subscription subscription) => new()
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
            Headline = $"Subscription {name} {Words(kind)}",
            Summary = detail,
        };
    }

    private static string Words(SubscriptionEventKind kind) => kind switch
    {
        SubscriptionEventKind.Failing => "is failing and will be disabled",
        SubscriptionEventKind.Disabled => "is disabled",
        SubscriptionEventKind.Recovered => "is reached again",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An event of subscriptions without words."),
    };
}
