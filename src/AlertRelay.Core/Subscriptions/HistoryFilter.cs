using AlertRelay.Alerts;

namespace AlertRelay.Subscriptions;

/// <summary>Finds the alerts of the history that match a filter, within a limit per request.</summary>
internal sealed class HistoryFilter(IAlertStore alerts) : IDisposable
{
    /// <summary>The maximum number of alerts of each kind that one request reads.</summary>
    public const int MaxExamined = 10_000;

    private const int Page = 500;

    // For all tenants together, because each search reads much.
    private const int AtOnce = 4;

    private readonly SemaphoreSlim _free = new(AtOnce, AtOnce);

    /// <summary>Ignores subscription events, which are private to each tenant.</summary>
    /// <param name="since">Detected at or after; null from the beginning.</param>
    /// <param name="until">Detected before; null up to now.</param>
    /// <param name="wanted">Called with each matching alert, newest first within its kind.</param>
    public async Task<HistoryPage> Search(
        Filter filter, DateTimeOffset? since, DateTimeOffset? until, Action<Alert> wanted, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var results = new List<HistoryPage>();
            foreach (var kind in filter.Kinds.Where(kind => kind != EventKind.Subscription))
                results.Add(await Search(filter, Narrowed(filter, kind) with { Since = since, Until = until }, wanted, cancellationToken));

            return new HistoryPage(results.Sum(result => result.Examined), results.All(result => result.Complete));
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();

    private async Task<HistoryPage> Search(Filter filter, AlertQuery query, Action<Alert> wanted, CancellationToken cancellationToken)
    {
        var examined = 0;
        do
        {
            var page = await alerts.List(query, cancellationToken);
            foreach (var alert in page.Alerts.Where(filter.Matches))
                wanted(alert);

            examined += page.Alerts.Count;
            query = query with { Cursor = page.Cursor };
        }
        while (query.Cursor is not null && examined < MaxExamined);

        return new HistoryPage(examined, query.Cursor is null);
    }

    // Only conditions with the same meaning in both. A filter's severity and countries match more, and health events have no kind of change.
    private static AlertQuery Narrowed(Filter filter, EventKind kind) => new()
    {
        Kind = kind,
        Channels = kind == EventKind.Heartbeat ? [] : filter.Channels,
        Categories = kind == EventKind.Heartbeat ? [] : filter.Categories,
        Changes = kind == EventKind.Alert ? filter.Changes : [],
        Limit = Page,
    };
}

/// <param name="Complete">False if the history is longer than the limit. Then only the newest part was read.</param>
internal sealed record HistoryPage(int Examined, bool Complete);
