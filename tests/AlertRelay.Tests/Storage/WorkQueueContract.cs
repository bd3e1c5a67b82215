using AlertRelay.Deliveries.FanOut;

namespace AlertRelay.Tests.Storage;

/// <summary>What every work queue must do. Each store inherits it and says how to open one.</summary>
public abstract class WorkQueueContract
{
    protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly FanOutBatch Traced = new("alr_2", "sub_9", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", Samples.Noon.AddTicks(1));

    /// <summary>Opens the same data again, as the next start of the relay or a second process does.</summary>
    protected abstract IWorkQueue Open();

    /// <summary>Lets the time of every lease that was taken pass.</summary>
    protected abstract Task LeaseEnds();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_queue_gives_nothing() => Assert.Empty(await Open().Take(10, Lease, Cancellation));

    [Fact]
    public async Task Work_survives_a_restart_and_is_gone_when_completed()
    {
        await Open().Enqueue(new FanOutBatch("alr_1"), Cancellation);
        await Open().Enqueue(Traced, Cancellation);

        var taken = await Open().Take(10, Lease, Cancellation);
        Assert.Equal([new FanOutBatch("alr_1"), Traced], taken.Select(item => item.Batch).OrderBy(page => page.AlertId));
        Assert.All(taken, item => Assert.Equal(1, item.Takes));

        foreach (var item in taken)
            await Open().Complete(item, Cancellation);

        await LeaseEnds();
        Assert.Empty(await Open().Take(10, Lease, Cancellation));
    }

    [Fact]
    public async Task Work_that_was_taken_and_not_completed_comes_again_when_its_lease_is_over()
    {
        await Open().Enqueue(new FanOutBatch("alr_1"), Cancellation);
        await Open().Take(10, Lease, Cancellation);
        Assert.Empty(await Open().Take(10, Lease, Cancellation));

        await LeaseEnds();
        Assert.Equal(2, Assert.Single(await Open().Take(10, Lease, Cancellation)).Takes);
    }

    [Fact]
    public async Task Who_was_too_slow_does_not_complete_what_another_one_has_taken()
    {
        await Open().Enqueue(new FanOutBatch("alr_1"), Cancellation);
        var slow = Assert.Single(await Open().Take(1, Lease, Cancellation));
        await LeaseEnds();
        var quick = Assert.Single(await Open().Take(1, Lease, Cancellation));

        await Open().Complete(slow, Cancellation);
        await LeaseEnds();
        Assert.Equal(quick.Batch, Assert.Single(await Open().Take(1, Lease, Cancellation)).Batch);
    }

    [Fact]
    public async Task Completing_twice_never_hits_later_work()
    {
        await Open().Enqueue(new FanOutBatch("alr_1"), Cancellation);
        var item = Assert.Single(await Open().Take(1, Lease, Cancellation));
        await Open().Complete(item, Cancellation);
        await Open().Enqueue(new FanOutBatch("alr_2"), Cancellation);
        await Open().Take(1, Lease, Cancellation);

        await Open().Complete(item, Cancellation);

        await LeaseEnds();
        Assert.Equal("alr_2", Assert.Single(await Open().Take(1, Lease, Cancellation)).Batch.AlertId);
    }

    [Fact]
    public async Task A_batch_that_is_repeated_enqueues_the_next_one_once_and_learns_where_that_begins()
    {
        var first = Traced with { Cursor = null };
        Assert.Equal("sub_5", await Open().EnqueueNext(first, first with { Cursor = "sub_5" }, Cancellation));
        Assert.Equal("sub_5", await Open().EnqueueNext(first, first with { Cursor = "sub_6" }, Cancellation));
        Assert.Equal("sub_7", await Open().EnqueueNext(first with { Cursor = "sub_5" }, first with { Cursor = "sub_7" }, Cancellation));
        Assert.Equal("sub_8", await Open().EnqueueNext(first with { AlertId = "alr_3" }, first with { AlertId = "alr_3", Cursor = "sub_8" }, Cancellation));

        var queued = (await Open().Take(10, Lease, Cancellation)).Select(item => item.Batch).OrderBy(batch => batch.Cursor);
        Assert.Equal([first with { Cursor = "sub_5" }, first with { Cursor = "sub_7" }, first with { AlertId = "alr_3", Cursor = "sub_8" }], queued);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task What_was_enqueued_is_remembered_until_it_is_forgotten(int ticks, int forgotten)
    {
        var batch = new FanOutBatch("alr_1");
        await Open().EnqueueNext(batch, batch with { Cursor = "sub_5" }, Cancellation);

        Assert.Equal(forgotten, await Open().ForgetEnqueued(Samples.Noon.AddTicks(ticks), Cancellation));

        Assert.Equal(forgotten == 0 ? "sub_5" : "sub_6", await Open().EnqueueNext(batch, batch with { Cursor = "sub_6" }, Cancellation));
    }

    [Fact]
    public async Task No_work_is_given_to_two_takers()
    {
        var stores = new[] { Open(), Open(), Open() };
        for (var i = 0; i < 60; i++)
            await stores[0].Enqueue(new FanOutBatch($"alr_{i}"), Cancellation);

        var taken = await Task.WhenAll(Enumerable.Range(0, 30).Select(taker => Task.Run(() => stores[taker % 3].Take(3, Lease, Cancellation))));

        var alerts = taken.SelectMany(items => items).Select(item => item.Batch.AlertId).ToList();
        Assert.Equal(60, alerts.Count);
        Assert.Equal(60, alerts.Distinct().Count());
    }

    [Fact]
    public async Task Work_that_is_never_completed_is_taken_twenty_times_then_parked_and_gets_another_chance_when_it_is_revived()
    {
        var page = Traced with { AlertId = "alr_poison" };
        await Open().Enqueue(page, Cancellation);
        await Open().Enqueue(new FanOutBatch("alr_good"), Cancellation);
        var queue = Open();
        var poison = 0;
        for (var i = 0; i < 25; i++)
        {
            foreach (var item in await queue.Take(10, Lease, Cancellation))
            {
                if (item.Batch.AlertId == "alr_good")
                    await queue.Complete(item, Cancellation);
                else
                    poison = item.Takes;
            }

            await LeaseEnds();
        }

        Assert.Equal(20, poison);
        Assert.Equal(["alr_poison"], await Parked());

        Assert.Equal(1, await Open().Revive(Cancellation));
        Assert.Empty(await Parked());
        Assert.Equal(page, Assert.Single(await Open().Take(10, Lease, Cancellation)).Batch);
        Assert.Equal(0, await Open().Revive(Cancellation));
    }

    /// <summary>The alerts whose work was parked, however the store shows that.</summary>
    protected abstract Task<IReadOnlyList<string>> Parked();
}
