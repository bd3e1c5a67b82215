using AlertRelay.Deliveries;
using static AlertRelay.Tests.Storage.DeliverySamples;

namespace AlertRelay.Tests.Storage;

/// <summary>Each subscription's own count of the alerts that are sent to it.</summary>
public abstract partial class DeliveryStoreContract
{
    [Fact]
    public async Task Each_subscription_is_counted_for_itself_from_one()
    {
        Assert.Equal(0, await Open().LastNumber("sub_1", Cancellation));

        await Open().Number("alr_1", ["sub_1", "sub_2"], Cancellation);
        await Open().Number("alr_2", ["sub_2"], Cancellation);
        var third = await Open().Number("alr_3", ["sub_1", "sub_2", "sub_3"], Cancellation);

        Assert.Equal([("sub_1", 2L), ("sub_2", 3L), ("sub_3", 1L)], third.OrderBy(number => number.Key).Select(number => (number.Key, number.Value)));
        Assert.Equal(3, await Open().LastNumber("sub_2", Cancellation));
    }

    [Fact]
    public async Task An_alert_keeps_its_number_when_a_page_comes_again()
    {
        await Open().Number("alr_1", ["sub_1"], Cancellation);
        for (var number = 2; number <= IDeliveryStore.RecentNumbers; number++)
            await Open().Number($"alr_{number}", ["sub_1"], Cancellation);

        var again = await Open().Number("alr_1", ["sub_1", "sub_2"], Cancellation);

        Assert.Equal((1L, 1L), (again["sub_1"], again["sub_2"]));
        Assert.Equal(IDeliveryStore.RecentNumbers, await Open().LastNumber("sub_1", Cancellation));
    }

    [Fact]
    public async Task Alerts_that_are_counted_at_once_leave_no_gap_and_share_no_number()
    {
        string[] subscriptions = [.. Enumerable.Range(0, 40).Select(i => $"sub_{i}")];

        var numbers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => Open().Number($"alr_{i}", subscriptions, Cancellation))));

        Assert.All(subscriptions, id => Assert.Equal([1L, 2, 3, 4, 5, 6], numbers.Select(alert => alert[id]).Order()));
    }

    [Fact]
    public async Task Few_among_very_many_are_counted_right()
    {
        await Open().Number("alr_1", [.. Enumerable.Range(0, 4000).Select(i => $"sub_{i:D5}")], Cancellation);

        var few = await Open().Number("alr_2", ["sub_00000", "sub_01999", "sub_03999", "sub_99999"], Cancellation);

        Assert.Equal([2L, 2, 2, 1], few.OrderBy(number => number.Key).Select(number => number.Value));
    }

    [Fact]
    public async Task A_delivery_keeps_its_number_whatever_is_written_of_it_later()
    {
        var (delivery, attempt) = Failed("alr_1", "sub_1", 1);
        await Open().Record([(delivery with { Sequence = 7 }, attempt)], Cancellation);
        Assert.Equal(7, (await Open().Find(delivery.Id, Cancellation))!.Sequence);

        await Open().Save(delivery with { Status = DeliveryStatus.Dead, NextAttemptAt = null }, Cancellation);
        Assert.Equal(7, (await Open().Find(delivery.Id, Cancellation))!.Sequence);

        await Open().Save(Pending("alr_2", "sub_1", Noon) with { Sequence = 8 }, Cancellation);
        Assert.Equal(8, Assert.Single(await Open().TakeDue(Noon, Lease, 10, Cancellation)).Sequence);
    }
}
