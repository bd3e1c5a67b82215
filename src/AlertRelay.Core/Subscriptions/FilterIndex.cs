using AlertRelay.Alerts;

namespace AlertRelay.Subscriptions;

/// <summary>
/// The index entries of a subscription, and those that an alert looks up. A subscription is indexed by one list of its filter only, the one that is
/// usually the most selective, so that an alert finds it at most once for each of its areas.
/// </summary>
internal static class FilterIndex
{
    /// <summary>What the entries of all countries begin with.</summary>
    public const string OfCountries = "country:";

    private const string Everything = "*", Health = "kind:health", Heartbeat = "kind:heartbeat", OfClusters = "kind:cluster:";

    public static IReadOnlyList<string> EntriesOf(Subscription subscription) =>
    [
        .. subscription.Filter.Kinds.Distinct().SelectMany(kind => kind switch
        {
            EventKind.Alert => OfAlerts(subscription.Filter),
            EventKind.Health => [Health],
            EventKind.Heartbeat => [Heartbeat],
            EventKind.Subscription => [OfSubscriptions(subscription.Tenant)],
            // Sent to one subscription, without looking for others.
            EventKind.Snapshot => [],
            EventKind.Cluster => [.. OfAlerts(subscription.Filter).Select(entry => OfClusters + entry)],
            _ => throw new ArgumentOutOfRangeException(nameof(subscription), kind, "A kind of event without an entry."),
        }),
    ];

    public static IReadOnlyList<string> EntriesFor(Alert alert) => alert switch
    {
        { Kind: EventKind.Health } => [Health],
        { Kind: EventKind.Heartbeat } => [Heartbeat],
        { Subscription: { } of } => [OfSubscriptions(of.Tenant)],
        { Kind: EventKind.Cluster } => [.. OfNotice(alert).Select(entry => OfClusters + entry)],
        _ => OfNotice(alert),
    };

    /// <summary>
    /// An alert whose place is unknown may be about any country: it also finds every subscription that has an entry of a country. These are too many to be
    /// looked up one by one.
    /// </summary>
    public static bool IsForEveryCountry(Alert alert) => alert.Kind == EventKind.Alert && alert.HasUnknownPlace;

    private static string OfSubscriptions(string tenant) => $"kind:subscription:{tenant}";

    private static IReadOnlyList<string> OfAlerts(Filter filter) =>
        filter.Countries.Count > 0 ? [.. filter.Countries.Select(country => $"{OfCountries}{country}").Distinct()]
        : filter.Channels.Count > 0 ? [.. filter.Channels.Select(channel => $"channel:{channel}").Distinct()]
        : filter.Categories.Count > 0 ? [.. filter.Categories.Select(category => $"category:{category}").Distinct()]
        : [Everything];

    private static IReadOnlyList<string> OfNotice(Alert alert) =>
    [
        .. alert.Areas.SelectMany(area => new[] { area.Code, area.Code.Split('-')[0] }).Distinct().Select(code => $"{OfCountries}{code}"),
        $"channel:{alert.Channel}",
        $"category:{alert.Category}",
        Everything,
    ];
}
