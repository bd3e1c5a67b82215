using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Countries;
using AlertRelay.Detection;
using AlertRelay.Pages.Countries;
using AlertRelay.Polling;
using AlertRelay.Tests.Polling;
using AlertRelay.Tests.Storage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Pages;

public sealed class PictureCacheTests
{
    [Fact]
    public async Task Past_times_are_read_two_at_once_and_the_present_beside_them()
    {
        var time = new FakeTimeProvider(Samples.Noon);
        var store = new HeldStore();
        var pictures = new CountryPictures(new ChannelCatalog([PollingTrial.StateLike()]), store, Options.Create(new PollingOptions()), time);
        using var cache = new PictureCache(pictures, time);
        var iraq = CountryPictures.Find("IQ")!;

        var past = Enumerable.Range(1, 5).SelectMany(day => new Task[]
        {
            cache.All(DateOnly.FromDateTime(Samples.Noon.UtcDateTime).AddDays(-day), Cancellation),
            cache.Of(iraq, Samples.Noon.AddDays(-day), Cancellation),
            cache.WithHistory(iraq, Samples.Noon.AddDays(-day), Cancellation),
        }).ToList();
        await Eventually.Is(() => store.Inside == PictureCache.PastReadsAtOnce, "as many read as may");
        Assert.NotEmpty(await cache.All(null, Cancellation));
        Assert.DoesNotContain(past, read => read.IsCompleted);

        store.Release();
        await Task.WhenAll(past);
        Assert.Equal(PictureCache.PastReadsAtOnce, store.MostInside);
    }

    [Fact]
    public async Task A_question_that_was_cancelled_reads_no_further()
    {
        var pictures = new CountryPictures(
            new ChannelCatalog([PollingTrial.StateLike()]), new HeldStore(), Options.Create(new PollingOptions()), new FakeTimeProvider(Samples.Noon));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pictures.Of(CountryPictures.Find("IQ")!, null, new CancellationToken(canceled: true)));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Holds the reads of past levels.</summary>
    private sealed class HeldStore : IChannelStore
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();

        public int Inside { get; private set; }

        public int MostInside { get; private set; }

        public void Release() => _released.SetResult();

        public async Task<IReadOnlyList<LevelPeriod>> PastLevels(
            string channel, string? country, DateTimeOffset endedAfter, CancellationToken cancellationToken)
        {
            lock (_lock)
                MostInside = Math.Max(MostInside, ++Inside);
            await _released.Task.WaitAsync(cancellationToken);
            lock (_lock)
                Inside--;
            return [];
        }

        public Task<ChannelState?> Find(string channel, CancellationToken cancellationToken) => Task.FromResult<ChannelState?>(null);

        public Task<IReadOnlyList<LevelPeriod>> Levels(string channel, string? country, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<LevelPeriod>>([]);

        public Task<IReadOnlyList<ChannelState>> All(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<string, NoticeState>> Notices(string channel, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> Commit(PollCommit commit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ForgetNotices(string channel, IReadOnlyCollection<string> keys, DateTimeOffset at, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<NoticeState?> FindNotice(string channel, string key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<NoticeVersion?> VersionAt(string channel, string key, DateTimeOffset at, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<int> ForgetVersions(DateTimeOffset replacedBefore, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Alert>> Outbox(Func<string, bool> isWanted, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task ClearOutbox(Alert alert, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
