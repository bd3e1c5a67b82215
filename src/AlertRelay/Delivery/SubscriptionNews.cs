using System.Globalization;
using System.Security.Cryptography;
using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Delivery;

/// <summary>Tells the owner of a subscription what becomes of it, through the tenant's other subscriptions: its own receiver is the one that does not answer.</summary>
public sealed class SubscriptionNews(AlertPublisher publisher)
{
    /// <param name="detail">A sentence for its owner.</param>
    public Task Tell(Subscription subscription, SubscriptionEventKind kind, string detail, DateTimeOffset at, CancellationToken cancellation) =>
        publisher.Publish(Event(subscription, kind, detail, at), cancellation);

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
