using AlertRelay.Feeds;
using AlertRelay.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace AlertRelay.Tests.Feeds;

public sealed class FeedCacheTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;

    private readonly FakeTimeProvider _time = new();
    private readonly FeedCache _cache;
    private int _written;

    public FeedCacheTests() => _cache = new FeedCache(_time);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task It_never_holds_more_than_its_bound_and_drops_the_oldest_first()
    {
        for (var number = 0; number < 40; number++)
        {
            await Get($"{number}", Megabyte);
            Assert.InRange(_cache.Bytes, 1, FeedCache.MaxBytes);
        }

        Assert.Equal(40, _written);
        await Get("39", Megabyte);
        Assert.Equal(40, _written);
        await Get("0", Megabyte);
        Assert.Equal(41, _written);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 2)]
    public async Task What_is_larger_than_all_of_it_is_written_and_not_kept(int room, int written)
    {
        // A key of one byte counts too.
        await Get("k", (int)FeedCache.MaxBytes + room);
        await Get("k", (int)FeedCache.MaxBytes + room);

        Assert.Equal(written, _written);
    }

    [Fact]
    public async Task What_ended_is_dropped_when_something_new_is_kept()
    {
        await Get("old", Megabyte);
        _time.Advance(FeedCache.Lifetime);
        await Get("new", 1);

        Assert.InRange(_cache.Bytes, 1, 10);
    }

    [Fact]
    public async Task Many_readers_of_one_feed_have_it_written_once()
    {
        var open = new TaskCompletionSource();
        var writing = Enumerable.Range(0, 50).Select(_ => _cache.Get("k", async () =>
        {
            Interlocked.Increment(ref _written);
            await open.Task;
            return new byte[1];
        }, ApiHost.Cancellation)).ToList();
        open.SetResult();
        await Task.WhenAll(writing);

        // Two may begin side by side.
        Assert.InRange(_written, 1, 2);
    }

    private Task<byte[]?> Get(string key, int bytes) => _cache.Get(key, () =>
    {
        _written++;
        return Task.FromResult<byte[]?>(new byte[bytes]);
    }, ApiHost.Cancellation);
}
