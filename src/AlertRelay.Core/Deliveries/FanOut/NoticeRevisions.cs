using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.FanOut;

/// <summary>One alert of a notice, and its recorded deliveries by subscription.</summary>
internal sealed record Revision(Alert Alert, IReadOnlyDictionary<string, Delivery> Deliveries)
{
    /// <returns>Null if nothing is recorded for the subscription.</returns>
    public Delivery? To(string subscriptionId) => Deliveries.GetValueOrDefault(subscriptionId);
}

/// <summary>The other alerts of one alert's notice, oldest first, with their recorded deliveries to certain subscriptions.</summary>
internal sealed record NoticeRevisions(IReadOnlyList<Revision> Older, IReadOnlyList<Revision> Newer)
{
    private static readonly NoticeRevisions None = new([], []);

    // The schedule's 75 hours, and the time of an attempt: what is older is no longer retried.
    private static readonly TimeSpan MaxAge = RetrySchedule.MaxDeferral + TimeSpan.FromHours(1);

    // Of a notice that changes all the time. Each costs a read.
    private const int MaxOlder = 3, MaxNewer = 20;

    /// <summary>So many newer ones that no more were looked for.</summary>
    public bool MayBeMoreNewer => Newer.Count >= MaxNewer;

    public bool IsOnlyOne => Older.Count == 0 && Newer.Count == 0;

    /// <summary>The notice whose messages have an order. Heartbeats, tests and events of subscriptions have none: each is one of its own.</summary>
    public static string NoticeOf(Alert alert) => alert.Kind switch
    {
        EventKind.Alert or EventKind.Snapshot when !TestAlert.Is(alert) => $"{alert.Channel}\n{alert.Key}",
        EventKind.Cluster => $"{alert.Channel}\n{alert.Key}",
        EventKind.Health => alert.References.Count > 0 ? alert.References[0] : alert.Id,
        _ => alert.Id,
    };

    /// <summary>Costs one read for most alerts: that there is no newer one.</summary>
    public static async Task<NoticeRevisions> Of(
        Alert alert, IReadOnlyList<string> subscriptionIds, RecentAlerts alerts, IDeliveryStore deliveries, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (NoticeOf(alert) == alert.Id && alert.Kind != EventKind.Health)
            return None;

        var older = await FindOlder(alert, alerts, now, cancellationToken);
        var newer = await FindNewer(alert, alerts, cancellationToken);
        return older.Count == 0 && newer.Count == 0
            ? None
            : new NoticeRevisions(await WithDeliveries(older), await WithDeliveries(newer));

        async Task<IReadOnlyList<Revision>> WithDeliveries(List<Alert> found)
        {
            var revisions = new List<Revision>(found.Count);
            foreach (var each in found)
                revisions.Add(new Revision(each, await deliveries.OfAlert(each.Id, subscriptionIds, cancellationToken)));

            return revisions;
        }
    }

    private static async Task<List<Alert>> FindOlder(Alert alert, RecentAlerts alerts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var older = new List<Alert>();
        foreach (var id in alert.References.Reverse().Take(MaxOlder))
        {
            var found = await alerts.Find(id, cancellationToken);
            if (now - found?.DetectedAt > MaxAge)
                break;
            if (found is not null)
                older.Insert(0, found);
        }

        return older;
    }

    // A channel's health events share one key; an event's only newer one is that of its end.
    private static async Task<List<Alert>> FindNewer(Alert alert, RecentAlerts alerts, CancellationToken cancellationToken)
    {
        var newer = new List<Alert>();
        for (var revision = alert.Revision + 1; revision <= alert.Revision + MaxNewer; revision++)
        {
            if (await alerts.Find(AlertId.Of(alert.Channel, alert.Key, revision), cancellationToken) is not { } found)
                break;

            if (alert.Kind != EventKind.Health || found.References.Contains(alert.Id))
                newer.Add(found);
        }

        return newer;
    }
}
