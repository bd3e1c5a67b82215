using AlertRelay.Deliveries;
using static AlertRelay.Tests.Storage.DeliverySamples;
using Relayed = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Storage;

/// <summary>Deliveries across subscriptions.</summary>
public abstract partial class DeliveryStoreContract
{
    private static readonly DeliveryStatus?[] NotDelivered =
        [null, DeliveryStatus.Pending, DeliveryStatus.Dead, DeliveryStatus.Silenced, DeliveryStatus.Superseded];

    [Fact]
    public async Task The_deliveries_of_one_alert_are_listed_page_by_page_by_status_and_by_tenant()
    {
        await Subscribe(30);
        var ids = Enumerable.Range(0, 30).Select(i => Samples.Subscription(i).Id).ToList();
        await Open().Record([.. ids.Select((id, i) => i % 3 == 0 ? Failed("alr_1", id, 1) : Arrived("alr_1", id, 1))], Cancellation);
        await Open().Record([Arrived("alr_2", ids[0], 1), Arrived("alr_1", "sub_deleted", 1)], Cancellation);

        foreach (var limit in new[] { 7, 31 })
        {
            Assert.Equal(ids.Append("sub_deleted").Order(), await OfAlert("alr_1", null, null, limit));
            Assert.Equal(ids.Where((_, i) => i % 3 == 0), await OfAlert("alr_1", DeliveryStatus.Pending, null, limit));
            Assert.Equal(ids.Where((_, i) => i % 2 == 0), await OfAlert("alr_1", null, "even", limit));
            Assert.Equal(ids.Where((_, i) => i % 6 == 3), await OfAlert("alr_1", DeliveryStatus.Pending, "odd", limit));
        }

        Assert.Equal([ids[0]], await OfAlert("alr_2", null, null, 5));
        Assert.Empty(await OfAlert("alr_2", null, "odd", 5));
        Assert.Empty(await OfAlert("alr_3", null, null, 5));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        await Open().Record([Failed("alr_1", "sub_1", 1), Failed("alr_1", "sub_2", 1)], Cancellation);
        var ofAlert = (await Open().OfAlert("alr_1", new DeliveryQuery(null, null, null, 1), Cancellation)).Cursor;
        var undelivered = (await Open().Undelivered(new DeliveryQuery(null, null, null, 1), Cancellation)).Cursor;

        foreach (var cursor in new[] { "", "dlv_", "zzz", ofAlert![..^1], ofAlert + "0", ofAlert[..^1] + "|", undelivered })
            await Assert.ThrowsAsync<ArgumentException>(() => Open().OfAlert("alr_1", new DeliveryQuery(null, null, cursor, 1), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Open().OfAlert("alr_2", new DeliveryQuery(null, null, ofAlert, 1), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Open().Undelivered(new DeliveryQuery(null, null, ofAlert, 1), Cancellation));
    }

    [Fact]
    public async Task What_was_not_delivered_is_listed_across_subscriptions_until_it_is()
    {
        await Subscribe(4);
        var store = Open();
        var (first, second, third, fourth) = (Listed("alr_1", 0), Listed("alr_1", 1), Listed("alr_1", 2), Listed("alr_1", 3));
        await store.Record([Failed("alr_1", first.SubscriptionId, 1)], Cancellation);
        await store.Save(second.DeadLettered("410", Noon), Cancellation);
        await store.Save(third.Silenced("quiet", Noon), Cancellation);
        await store.Save(fourth.Superseded("alr_2", Noon), Cancellation);
        await store.Record([Arrived("alr_2", first.SubscriptionId, 1)], Cancellation);

        var expected = new[] { first.Id, second.Id, third.Id, fourth.Id };
        Assert.Equal(expected.Order(), (await Undelivered(null, null, 3)).Order());
        foreach (var (status, i) in NotDelivered.Skip(1).Select((status, i) => (status, i)))
        {
            Assert.Equal([expected[i]], await Undelivered(status, null, 3));
            Assert.Equal([expected[i]], await Undelivered(status, i % 2 == 0 ? "even" : "odd", 3));
            Assert.Empty(await Undelivered(status, i % 2 == 0 ? "odd" : "even", 3));
        }

        await store.Record([Arrived("alr_1", first.SubscriptionId, 2)], Cancellation);
        await store.Save(second with { Status = DeliveryStatus.Delivered }, Cancellation);
        Assert.Equal(expected[2..].Order(), (await Undelivered(null, null, 3)).Order());
        Assert.Equal(3, await Open().Forget(Noon.AddTicks(1), Cancellation));
        Assert.Empty(await Undelivered(null, null, 3));
    }

    [Fact]
    public async Task What_was_not_delivered_is_listed_newest_first_page_by_page()
    {
        var expected = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            await Open().Record([Failed($"alr_{i}", "sub_1", 1)], Cancellation);
            expected.Insert(0, DeliveryId.Of($"alr_{i}", "sub_1"));
            Later();
        }

        Assert.Equal(expected, await Undelivered(null, null, 2));
    }

    /// <summary>The stores' clock moves on.</summary>
    protected abstract void Later();

    private static Relayed Listed(string alert, int subscription) => Pending(alert, Samples.Subscription(subscription).Id, Noon);

    private async Task Subscribe(int count)
    {
        for (var i = 0; i < count; i++)
            await OpenSubscriptions().Add(Samples.Subscription(i) with { Tenant = i % 2 == 0 ? "even" : "odd" }, Cancellation);
    }

    private async Task<IEnumerable<string>> OfAlert(string alert, DeliveryStatus? status, string? tenant, int limit) =>
        (await All(cursor => Open().OfAlert(alert, new DeliveryQuery(status, tenant, cursor, limit), Cancellation), limit))
        .Select(delivery => delivery.SubscriptionId).Order();

    private async Task<IReadOnlyList<string>> Undelivered(DeliveryStatus? status, string? tenant, int limit) =>
        [.. (await All(cursor => Open().Undelivered(new DeliveryQuery(status, tenant, cursor, limit), Cancellation), limit)).Select(delivery => delivery.Id)];

    private static async Task<List<Relayed>> All(Func<string?, Task<DeliveryPage>> page, int limit)
    {
        var all = new List<Relayed>();
        string? cursor = null;
        do
        {
            var next = await page(cursor);
            Assert.InRange(next.Deliveries.Count, 0, limit);
            all.AddRange(next.Deliveries);
            cursor = next.Cursor;
        }
        while (cursor is not null);

        return all;
    }
}
