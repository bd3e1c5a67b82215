using AlertRelay.Alerts;
using AlertRelay.Feeds;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Pages;

namespace AlertRelay.Tests.Feeds;

/// <summary>A page over a history like that of a storage account, whose searches stop after a number of rows.</summary>
public sealed class FeedPageTests
{
    [Fact]
    public async Task Short_pages_that_go_on_count_as_several_batches_and_a_page_without_alerts_is_empty()
    {
        var history = new SparseHistory(pages: 100, alert: null);

        var page = await new FeedPageReader(history).Read(new FeedQuery(new Filter { Countries = ["IR"] }, null), TestContext.Current.CancellationToken);

        Assert.Empty(page.Alerts);
        Assert.NotNull(page.Next);
        Assert.Equal(FeedPageReader.MaxBatches / 5, history.Searches);
        Assert.Null(history.UnknownPlacesSince);
    }

    [Fact]
    public async Task Alerts_of_unknown_places_are_added_as_far_back_as_the_page_was_read()
    {
        var history = new SparseHistory(pages: 100, alert: SomePage.Iran);

        var page = await new FeedPageReader(history).Read(
            new FeedQuery(new Filter { Countries = ["IR"], Keywords = ["nowhere"] }, null), TestContext.Current.CancellationToken);

        Assert.Empty(page.Alerts);
        Assert.Equal(SomePage.Iran.DetectedAt, history.UnknownPlacesSince);
    }

    private sealed class SparseHistory(int pages, Alert? alert) : IAlertStore
    {
        public int Searches { get; private set; }

        public DateTimeOffset? UnknownPlacesSince { get; private set; }

        public Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken)
        {
            if (query.Countries.Count == 0)
            {
                UnknownPlacesSince = query.Since;
                return Task.FromResult(new AlertPage([], null));
            }

            return Task.FromResult(new AlertPage(alert is null ? [] : [alert], ++Searches < pages ? "more" : null));
        }

        public Task<bool> Append(Alert added, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Alert?> Find(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> Head(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> Identity(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
