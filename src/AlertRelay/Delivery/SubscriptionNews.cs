using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using AlertRelay.Subscriptions.Audit;

namespace AlertRelay.Delivery;

/// <summary>
/// What becomes of a subscription without its owner: kept in the audit log, and told to its owner through the tenant's other
/// subscriptions, since its own receiver is the one that does not answer.
/// </summary>
public sealed class SubscriptionNews(AlertPublisher publisher, AuditLog audit)
{
    /// <param name="after">As it is stored by now.</param>
    /// <param name="by">The relay, or the receiver itself.</param>
    public async Task Tell(Subscription before, Subscription after, DateTimeOffset at, Actor by, CancellationToken cancellation)
    {
        if (after.Target != before.Target)
            await audit.Write(by, AuditAction.SubscriptionMoved, after.Tenant, after.Id);

        if (after.Status == SubscriptionStatus.Disabled)
        {
            await audit.Write(by, AuditAction.SubscriptionDisabled, after.Tenant, after.Id, Shown(before), Shown(after));
            await Tell(after, SubscriptionEventKind.Disabled, after.StatusReason ?? "", at, cancellation);
        }
        else if (before.WarnedAt is null && after.WarnedAt is not null)
        {
            await Tell(after, SubscriptionEventKind.Failing, after.StatusReason ?? "", at, cancellation);
        }
        else if (before.WarnedAt is not null && after.WarnedAt is null)
        {
            await Tell(after, SubscriptionEventKind.Recovered, "An attempt has succeeded.", at, cancellation);
        }
    }

    private Task Tell(Subscription subscription, SubscriptionEventKind kind, string detail, DateTimeOffset at, CancellationToken cancellation) =>
        publisher.Publish(Event(subscription, kind, detail, at), cancellation);

    // As the API shows it.
    private static JsonObject Shown(Subscription subscription) => new()
    {
        ["status"] = JsonNamingPolicy.CamelCase.ConvertName(subscription.Status.ToString()),
        ["statusReason"] = subscription.StatusReason,
        ["failingSince"] = subscription.FailingSince,
        ["onTrial"] = subscription.OnTrial,
    };

    private static Alert Event(Subscription subscription, SubscriptionEventKind kind, string detail, DateTimeOffset at)
    {
        var name = subscription.Name.Length > 0 ? $"{subscription.Name} ({subscription.Id})" : subscription.Id;
        return new Alert
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"sev_{subscription.Id}_{kind}_{at.UtcTicks:x}"),
            Channel = RelayEvents.Channel,
            Authority = RelayEvents.Authority,
            Key = $":subscription:{subscription.Id}",
            Revision = subscription.Version,
            Change = kind == SubscriptionEventKind.Recovered ? ChangeKind.Withdrawn : ChangeKind.Issued,
            Subscription = new SubscriptionEvent(subscription.Tenant, subscription.Id, kind),
            MessageType = kind == SubscriptionEventKind.Recovered ? MessageType.Cancel : MessageType.Alert,
            Category = Category.Health,
            Title = $"Subscription {name}",
            Headline = $"Subscription {name} {Words(kind)}",
            Summary = detail,
            Level = Level.None,
            Language = "en",
            DetectedAt = at,
            Link = RelayEvents.Home,
            Evidence = new Evidence(RelayEvents.Home, at, Convert.ToHexStringLower(SHA256.HashData([]))),
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
