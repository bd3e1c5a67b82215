using static AlertRelay.Tests.Storage.DeliverySamples;

namespace AlertRelay.Tests.Storage;

/// <summary>Deliveries that are due, and the leases on them.</summary>
public abstract partial class DeliveryStoreContract
{
    [Fact]
    public async Task Recording_again_does_not_end_a_lease()
    {
        var failed = Failed("alr_1", "sub_1", 1);
        await Open().Record([failed], Cancellation);
        await Open().TakeDue(Noon.AddHours(1), Lease, 10, Cancellation);

        await Open().Record([failed], Cancellation);

        Assert.Empty(await Open().TakeDue(Noon.AddHours(1), Lease, 10, Cancellation));
    }

    [Fact]
    public async Task Only_pending_deliveries_whose_time_has_come_are_taken_the_longest_due_first()
    {
        await Open().Record([Arrived("alr_1", "sub_1", 1), Failed("alr_1", "sub_2", 1), Failed("alr_1", "sub_3", 1)], Cancellation);
        await Open().Save(Pending("alr_1", "sub_4", Noon.AddMinutes(1)), Cancellation);
        await Open().Save(Pending("alr_1", "sub_5", Noon.AddDays(1)), Cancellation);

        var due = await Open().TakeDue(Noon.AddMinutes(5), Lease, 2, Cancellation);
        Assert.Equal("sub_4", due[0].SubscriptionId);
        Assert.Equal(Noon.AddMinutes(1), due[0].NextAttemptAt);
        Assert.Equal(2, due.Count);
        Assert.Single(await Open().TakeDue(Noon.AddMinutes(5), Lease, 2, Cancellation));
        Assert.Empty(await Open().TakeDue(Noon.AddMinutes(5), Lease, 2, Cancellation));
    }

    [Fact]
    public async Task A_taken_delivery_comes_back_when_its_lease_is_over()
    {
        await Open().Save(Pending("alr_1", "sub_1", Noon), Cancellation);

        Assert.Single(await Open().TakeDue(Noon, Lease, 10, Cancellation));
        Assert.Empty(await Open().TakeDue(Noon + Lease - TimeSpan.FromTicks(1), Lease, 10, Cancellation));
        Assert.Single(await Open().TakeDue(Noon + Lease, Lease, 10, Cancellation));
    }

    [Fact]
    public async Task A_taken_delivery_that_failed_again_is_due_at_its_new_time()
    {
        await Open().Record([Failed("alr_1", "sub_1", 1)], Cancellation);
        await Open().TakeDue(Noon.AddHours(1), TimeSpan.FromDays(9), 10, Cancellation);
        var (delivery, attempt) = Failed("alr_1", "sub_1", 2);
        await Open().Record([(delivery with { NextAttemptAt = Noon.AddHours(2) }, attempt)], Cancellation);

        Assert.Empty(await Open().TakeDue(Noon.AddHours(2).AddTicks(-1), Lease, 10, Cancellation));
        Assert.Equal(2, Assert.Single(await Open().TakeDue(Noon.AddHours(2), Lease, 10, Cancellation)).Attempts);
    }

    [Fact]
    public async Task No_delivery_is_given_to_two_takers()
    {
        await Open().Record([.. Enumerable.Range(0, 300).Select(i => Failed("alr_1", $"sub_{i}", 1))], Cancellation);
        var stores = new[] { Open(), Open(), Open() };

        var taken = await Task.WhenAll(Enumerable.Range(0, 60).Select(
            taker => Task.Run(() => stores[taker % 3].TakeDue(Noon.AddHours(1), Lease, 7, Cancellation))));

        var ids = taken.SelectMany(deliveries => deliveries).Select(delivery => delivery.SubscriptionId).ToList();
        Assert.Equal(300, ids.Count);
        Assert.Equal(300, ids.Distinct().Count());
    }

    [Fact]
    public async Task Whether_something_is_due_is_told_without_taking_it()
    {
        var (delivery, attempt) = Failed("alr_1", "sub_1", 1);
        Assert.False(await Open().IsAnyDue(Noon.AddDays(1), Cancellation));
        await Open().Record([(delivery, attempt)], Cancellation);

        Assert.False(await Open().IsAnyDue(delivery.NextAttemptAt!.Value.AddSeconds(-1), Cancellation));
        Assert.True(await Open().IsAnyDue(delivery.NextAttemptAt!.Value, Cancellation));
        Assert.Single(await Open().TakeDue(delivery.NextAttemptAt!.Value, Lease, 10, Cancellation));
        Assert.False(await Open().IsAnyDue(delivery.NextAttemptAt!.Value, Cancellation));
    }
}
