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

    public async Task<FeedPage> Read(FeedQuery query, CancellationToken cancellationToken)
    {
        var (found, cursor) = (new List<Alert>(), query.Cursor);
        var batches = 0;
        do
        {
            var page = await alerts.List(Narrowed(query.Filter) with { Cursor = cursor, Limit = BatchSize }, cancellationToken);
            found.AddRange(page.Alerts.Where(CardWriter.HasPage));
            cursor = page.Cursor;
        }
        while (cursor is not null && ++batches < MaxBatches && found.Count(query.Filter.Matches) < Enough);

        if (query.Cursor is null && query.Filter.Countries.Count > 0)
            found.AddRange(await OfUnknownPlace(query.Filter, cursor is null ? null : found[^1].DetectedAt, cancellationToken));

        return Of(query, found, cursor);
    }

    private static FeedPage Of(FeedQuery query, List<Alert> found, string? next)
    {
        // Whoever wants no withdrawals must still learn that what they have is over.
        var anyChange = query.Filter with { Changes = [] };
        var deleted = found.Where(alert => alert.Change == ChangeKind.Withdrawn && anyChange.Matches(alert))
            .SelectMany(alert => alert.References.Select(id => new DeletedAlert(id, alert.DetectedAt)))
            .DistinctBy(each => each.Id)
            .ToList();
        return new FeedPage(
            query,
            [.. found.Where(query.Filter.Matches).OrderByDescending(alert => alert.DetectedAt).ThenByDescending(alert => alert.Revision)],
            deleted,
            next);
    }

    /// <param name="since">The page's oldest alert, where older ones follow.</param>
    private async Task<IEnumerable<Alert>> OfUnknownPlace(Filter filter, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var newest = await alerts.List(Narrowed(filter) with { Countries = [], Since = since, Limit = MaxUnknownPlaces }, cancellationToken);
        return newest.Alerts.Where(alert => alert.HasUnknownPlace && CardWriter.HasPage(alert));
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
