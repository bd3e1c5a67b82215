using AlertRelay.Alerts;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Subscriptions;

namespace AlertRelay.Feeds;

/// <param name="Alerts">Newest first.</param>
/// <param name="Deleted">Earlier alerts of notices that were withdrawn: those who have them should no longer show them.</param>
/// <param name="Next">The cursor of older alerts; null at the end.</param>
internal sealed record FeedPage(FeedQuery Query, IReadOnlyList<Alert> Alerts, IReadOnlyList<DeletedAlert> Deleted, string? Next);

/// <param name="At">When the notice was withdrawn.</param>
internal sealed record DeletedAlert(string Id, DateTimeOffset At);

/// <summary>Reads a page of a feed. What a page costs the store is bounded, as nobody needs a key for it.</summary>
internal sealed class FeedPageReader(IAlertStore alerts)
{
    private const int BatchSize = 50, Enough = 25;

    /// <summary>Batches that are read for one page; a filter that matches less gets a short page, whose cursor goes on.</summary>
    internal const int MaxBatches = 40;

    // Alerts of an unknown place match every country, and no index knows them.
    private const int MaxUnknownPlaces = 500;

    // A short page that goes on cost a storage account five reads of a thousand rows.
    private const int CostOfShortPage = 5;

    public async Task<FeedPage> Read(FeedQuery query, CancellationToken cancellationToken)
    {
        var found = new FoundAlerts(query.Filter);
        var cursor = query.Cursor;
        DateTimeOffset? oldest = null;
        var batches = 0;
        do
        {
            var page = await alerts.List(Narrowed(query.Filter) with { Cursor = cursor, Limit = BatchSize }, cancellationToken);
            found.Take(page.Alerts);
            oldest = page.Alerts is [.., var last] ? last.DetectedAt : oldest;
            cursor = page.Cursor;
            batches += page.Alerts.Count < BatchSize ? CostOfShortPage : 1;
        }
        while (cursor is not null && batches < MaxBatches && found.Matches.Count < Enough);

        if (query.Cursor is null && query.Filter.Countries.Count > 0)
            found.Take(await OfUnknownPlace(query.Filter, cursor is null ? null : oldest, cancellationToken));

        return new FeedPage(
            query, [.. found.Matches.OrderByDescending(alert => alert.DetectedAt).ThenByDescending(alert => alert.Revision)], found.Deleted, cursor);
    }

    /// <param name="since">The page's oldest alert, where older ones follow.</param>
    private async Task<IEnumerable<Alert>> OfUnknownPlace(Filter filter, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var newest = await alerts.List(Narrowed(filter) with { Countries = [], Since = since, Limit = MaxUnknownPlaces }, cancellationToken);
        return newest.Alerts.Where(alert => alert.HasUnknownPlace);
    }

    // The store files alerts by what a filter lets through, but for unknown places, languages and keywords.
    private static AlertQuery Narrowed(Filter filter) => new()
    {
        Channels = filter.Channels,
        Categories = filter.Categories,
        Countries = filter.Countries,
        MinimumSeverity = filter.MinimumSeverity,
        Changes = filter.Changes.Count == 0 ? [] : [.. filter.Changes.Append(ChangeKind.Withdrawn).Distinct()],
    };
}

/// <summary>Of the alerts that are read only what the page shows.</summary>
internal sealed class FoundAlerts(Filter filter)
{
    // Readers who want no withdrawals must still learn that an entry is over.
    private readonly Filter _anyChange = filter with { Changes = [] };
    private readonly List<DeletedAlert> _deleted = [];

    public List<Alert> Matches { get; } = [];

    public IReadOnlyList<DeletedAlert> Deleted => [.. _deleted.DistinctBy(each => each.Id)];

    public void Take(IEnumerable<Alert> alerts)
    {
        foreach (var alert in alerts.Where(CardWriter.HasPage))
        {
            if (filter.Matches(alert))
                Matches.Add(alert);
            if (alert.Change == ChangeKind.Withdrawn && _anyChange.Matches(alert))
                _deleted.AddRange(alert.References.Select(id => new DeletedAlert(id, alert.DetectedAt)));
        }
    }
}
