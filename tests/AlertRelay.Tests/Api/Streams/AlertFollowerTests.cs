using AlertRelay.Alerts;
using AlertRelay.Api.Streams;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Storage;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Api.Streams;

public sealed class AlertFollowerTests
{
    private const int RowsPerRead = 5000;

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_request_passes_over_a_bounded_part_of_the_history_and_the_next_one_goes_on_there(int seconds)
    {
        var history = new NarrowHistory(matchAfterReads: AlertFollower.MaxReads + 2);
        using var follower = new AlertFollower(history, new PublicationSignal(), new FakeTimeProvider(Samples.Noon));

        var first = await follower.Next(new AlertQuery(), 0, TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
        Assert.Equal((0, AlertFollower.MaxReads * RowsPerRead, AlertFollower.MaxReads), (first.Alerts.Count, first.After, history.Reads));

        var second = await follower.Next(new AlertQuery(), first.After, TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
        Assert.Equal(("alr_late", AlertFollower.MaxReads + 2), (Assert.Single(second.Alerts).Alert.Id, history.Reads));
    }

    /// <summary>Each search stops after a number of rows, as in a storage account.</summary>
    private sealed class NarrowHistory(int matchAfterReads) : IAlertStore
    {
        private const long Id = 7;

        public int Reads { get; private set; }

        public Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken)
        {
            var place = FollowCursor.Read(query.Cursor!, Id) + RowsPerRead;
            var found = ++Reads == matchAfterReads;
            return Task.FromResult(new AlertPage(found ? [Samples.Alert("alr_late")] : [], FollowCursor.Write(place, Id))
            {
                Sequences = found ? [place] : [],
            });
        }

        public Task<long> Identity(CancellationToken cancellationToken) => Task.FromResult(Id);

        public Task<bool> Append(Alert alert, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Alert?> Find(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> Head(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
