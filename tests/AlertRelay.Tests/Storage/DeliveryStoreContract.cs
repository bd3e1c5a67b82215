using System.Text;
using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using static AlertRelay.Tests.Storage.DeliverySamples;

namespace AlertRelay.Tests.Storage;

/// <summary>What every ledger of deliveries must do. Each store inherits it and says how to open one.</summary>
public abstract partial class DeliveryStoreContract
{
    private static readonly DateTimeOffset Noon = Samples.Noon;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Opens the same data again, as the next start of the relay or a second process does.</summary>
    protected abstract IDeliveryStore Open();

    /// <summary>The subscriptions of the same data.</summary>
    protected abstract ISubscriptionStore OpenSubscriptions();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_recorded_comes_back_as_it_was_after_a_restart()
    {
        var (delivery, attempt) = Failed("alr_1", "sub_1", 1);
        await Open().Record([(delivery, attempt)], Cancellation);

        Assert.Equal(delivery, await Open().Find(delivery.Id, Cancellation));
        Assert.Equal([attempt], await Open().Attempts("alr_1", "sub_1", Cancellation));
        Assert.Null(await Open().Find("dlv_other", Cancellation));
        Assert.Empty(await Open().Attempts("alr_1", "sub_2", Cancellation));
    }

    [Fact]
    public async Task Five_hundred_are_recorded_and_known_as_tried()
    {
        var outcomes = Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? Arrived("alr_1", $"sub_{i}", 1) : Failed("alr_1", $"sub_{i}", 1)).ToList();
        await Open().Record(outcomes, Cancellation);

        var recorded = await Open().OfAlert("alr_1", [.. Enumerable.Range(250, 500).Select(i => $"sub_{i}")], Cancellation);
        Assert.Equal(Enumerable.Range(250, 250).Select(i => $"sub_{i}").Order(), recorded.Keys.Order());
        Assert.Equal(outcomes[250].Delivery, recorded["sub_250"]);
        Assert.Equal(outcomes[251].Delivery, recorded["sub_251"]);
        Assert.Empty(await Open().OfAlert("alr_2", ["sub_1"], Cancellation));
        Assert.Empty(await Open().OfAlert("alr_1", [], Cancellation));
    }

    [Fact]
    public async Task Everything_that_is_known_of_a_delivery_is_kept()
    {
        var failed = Failed("alr_1", "sub_1", 1);
        var known = failed.Delivery with { IsRequested = true, IsInterrupted = true, Deferrals = 3, FirstAttemptAt = Noon.AddTicks(7), Sequence = 4 };
        await Open().Record([(known, failed.Attempt)], Cancellation);
        Assert.Equal(known, await Open().Find(known.Id, Cancellation));

        var superseded = known.Superseded("alr_2", Noon.AddMinutes(1));
        await Open().Save(superseded, Cancellation);
        Assert.Equal(superseded, await Open().Find(known.Id, Cancellation));
        Assert.Equal(superseded, (await Open().OfAlert("alr_1", ["sub_1"], Cancellation))["sub_1"]);
        Assert.Equal([superseded], (await Open().OfSubscription("sub_1", DeliveryStatus.Superseded, null, 5, Cancellation)).Deliveries);
    }

    [Fact]
    public async Task One_delivery_is_taken_before_its_time_by_one_taker_only_and_shows_its_lease()
    {
        await Open().Save(Pending("alr_1", "sub_1", Noon.AddHours(1)), Cancellation);
        await Open().Record([Arrived("alr_1", "sub_2", 1)], Cancellation);

        Assert.True(await Open().Take("alr_1", "sub_1", Noon, Lease, Cancellation));
        Assert.False(await Open().Take("alr_1", "sub_1", Noon, Lease, Cancellation));
        Assert.False(await Open().Take("alr_1", "sub_2", Noon, Lease, Cancellation));
        Assert.False(await Open().Take("alr_1", "sub_3", Noon, Lease, Cancellation));
    }

    [Fact]
    public async Task A_lease_is_seen_by_others_and_ends()
    {
        await Open().Save(Pending("alr_1", "sub_1", Noon), Cancellation);
        Assert.Single(await Open().TakeDue(Noon, Lease, 10, Cancellation));

        Assert.Equal(Noon + Lease, (await Open().OfAlert("alr_1", ["sub_1"], Cancellation))["sub_1"].LeasedUntil);
        Assert.False(await Open().Take("alr_1", "sub_1", Noon + Lease - TimeSpan.FromTicks(1), Lease, Cancellation));
        Assert.Empty(await Open().TakeDue(Noon + Lease - TimeSpan.FromTicks(1), Lease, 10, Cancellation));

        var taken = Assert.Single(await Open().TakeDue(Noon + Lease, Lease, 10, Cancellation));
        Assert.Equal((true, null), (taken.IsInterrupted, taken.LeasedUntil));
        await Open().Save(taken.Postponed(Noon + Lease, Noon), Cancellation);
        Assert.True((await Open().OfAlert("alr_1", ["sub_1"], Cancellation))["sub_1"].IsInterrupted);
        Assert.True(Assert.Single(await Open().TakeDue(Noon + Lease, Lease, 10, Cancellation)).IsInterrupted);
        Assert.True(await Open().Take("alr_1", "sub_1", Noon + (2 * Lease), Lease, Cancellation));
    }

    [Fact]
    public async Task What_a_clock_that_was_ahead_put_off_too_far_is_due_now()
    {
        var latest = Noon.AddDays(3);
        await Open().Save(Pending("alr_1", "sub_1", latest), Cancellation);
        await Open().Save(Pending("alr_2", "sub_1", latest.AddTicks(1)), Cancellation);
        await Open().Save(Pending("alr_3", "sub_2", Noon), Cancellation);
        Assert.Single(await Open().TakeDue(Noon, TimeSpan.FromDays(700), 10, Cancellation));

        Assert.Equal(2, await Open().BringForward(latest, Noon, Cancellation));

        Assert.Equal(
            ["alr_2", "alr_3 interrupted"],
            (await Open().TakeDue(Noon, Lease, 10, Cancellation)).Select(due => due.AlertId + (due.IsInterrupted ? " interrupted" : "")).Order());
        Assert.Equal(0, await Open().BringForward(latest, Noon, Cancellation));
    }

    [Fact]
    public async Task A_number_is_known_before_anything_is_recorded()
    {
        Assert.False(await Open().IsNumbered("alr_1", "sub_1", Cancellation));
        await Open().Number("alr_1", ["sub_1"], Cancellation);

        Assert.True(await Open().IsNumbered("alr_1", "sub_1", Cancellation));
        Assert.False(await Open().IsNumbered("alr_2", "sub_1", Cancellation));
        Assert.False(await Open().IsNumbered("alr_1", "sub_2", Cancellation));
    }

    [Fact]
    public async Task Recording_again_changes_nothing()
    {
        var first = Failed("alr_1", "sub_1", 1);
        var second = Arrived("alr_1", "sub_1", 2);
        await Open().Record([first], Cancellation);
        await Open().Record([second], Cancellation);

        await Open().Record([first, second], Cancellation);
        await Open().Record([first], Cancellation);

        Assert.Equal(second.Delivery, await Open().Find(second.Delivery.Id, Cancellation));
        Assert.Equal([first.Attempt, second.Attempt], await Open().Attempts("alr_1", "sub_1", Cancellation));
    }

    [Fact]
    public async Task Two_attempts_of_one_delivery_may_come_in_one_batch()
    {
        var (first, second) = (Failed("alr_1", "sub_1", 1), Arrived("alr_1", "sub_1", 2));

        await Open().Record([first, Arrived("alr_1", "sub_2", 1), second], Cancellation);

        Assert.Equal(second.Delivery, await Open().Find(second.Delivery.Id, Cancellation));
        Assert.Equal([first.Attempt, second.Attempt], await Open().Attempts("alr_1", "sub_1", Cancellation));
    }

    [Fact]
    public async Task Of_two_who_made_the_same_attempt_the_one_who_arrived_counts()
    {
        await Open().Record([Failed("alr_1", "sub_1", 1)], Cancellation);
        await Open().Record([Arrived("alr_1", "sub_1", 1)], Cancellation);
        await Open().Record([Failed("alr_1", "sub_1", 1)], Cancellation);

        Assert.Equal(DeliveryStatus.Delivered, (await Open().Find(DeliveryId.Of("alr_1", "sub_1"), Cancellation))?.Status);
        Assert.Single(await Open().Attempts("alr_1", "sub_1", Cancellation));
    }

    [Fact]
    public async Task Of_an_answer_one_kilobyte_of_whole_characters_is_kept()
    {
        var (delivery, attempt) = Failed("alr_1", "sub_1", 1);
        await Open().Record([(delivery, attempt with { ResponseStart = "x" + new string('é', 5000) })], Cancellation);
        await Open().Record([(Failed("alr_2", "sub_1", 1).Delivery, attempt with { ResponseStart = "a\0b" })], Cancellation);

        var kept = Assert.Single(await Open().Attempts("alr_1", "sub_1", Cancellation)).ResponseStart!;
        Assert.Equal("x" + new string('é', 511), kept);
        Assert.Equal(1023, Encoding.UTF8.GetByteCount(kept));
        Assert.Equal("a\uFFFDb", Assert.Single(await Open().Attempts("alr_2", "sub_1", Cancellation)).ResponseStart);
    }

    [Fact]
    public async Task A_state_set_by_hand_holds_whatever_was_recorded_before()
    {
        var arrived = Arrived("alr_1", "sub_1", 3).Delivery;
        await Open().Record([(arrived, Arrived("alr_1", "sub_1", 3).Attempt)], Cancellation);

        await Open().Save(arrived with { Status = DeliveryStatus.Pending, NextAttemptAt = Noon }, Cancellation);
        Assert.Single(await Open().TakeDue(Noon, Lease, 10, Cancellation));

        var dead = arrived with { Status = DeliveryStatus.Dead, Reason = "subscription gone" };
        await Open().Save(dead, Cancellation);
        Assert.Equal(dead, await Open().Find(arrived.Id, Cancellation));
        Assert.Empty(await Open().TakeDue(Noon.AddDays(1), Lease, 10, Cancellation));
    }

    [Fact]
    public async Task A_subscriptions_deliveries_are_listed_newest_first_page_by_page_while_others_come()
    {
        for (var i = 0; i < 10; i++)
            await Open().Record([Failed($"alr_{i}", "sub_1", 1), Arrived($"alr_{i}", "sub_2", 1)], Cancellation);

        var seen = new List<string>();
        DeliveryPage? page = null;
        do
        {
            page = await Open().OfSubscription("sub_1", null, page?.Cursor, 3, Cancellation);
            seen.AddRange(page.Deliveries.Select(delivery => delivery.AlertId));
            await Open().Record([Arrived("alr_9", "sub_1", 2), Arrived($"new_{seen.Count}", "sub_1", 1)], Cancellation);
        }
        while (page.Cursor is not null);

        Assert.Equal(Enumerable.Range(0, 10).Reverse().Select(i => $"alr_{i}"), seen);
    }

    [Theory]
    [InlineData(DeliveryStatus.Pending, "alr_2 alr_0")]
    [InlineData(DeliveryStatus.Delivered, "alr_3 alr_1")]
    [InlineData(DeliveryStatus.Dead, "")]
    public async Task A_list_can_be_narrowed_to_one_status(DeliveryStatus status, string expected)
    {
        for (var i = 0; i < 4; i++)
            await Open().Record([i % 2 == 0 ? Failed($"alr_{i}", "sub_1", 1) : Arrived($"alr_{i}", "sub_1", 1)], Cancellation);

        var page = await Open().OfSubscription("sub_1", status, null, 2, Cancellation);
        Assert.Equal(expected, string.Join(' ', page.Deliveries.Select(delivery => delivery.AlertId)));
        Assert.Null(page.Cursor);
    }

    [Fact]
    public async Task A_cursor_that_is_none_is_refused()
    {
        var store = Open();
        await Assert.ThrowsAsync<ArgumentException>(() => store.OfSubscription("sub_1", null, "nonsense", 3, Cancellation));
    }

    [Fact]
    public async Task Settled_deliveries_are_forgotten_with_their_attempts_when_they_had_their_time_and_pending_ones_are_not()
    {
        var young = Arrived("alr_young", "sub_1", 1);
        await Open().Record([.. Enumerable.Range(0, 1050).Select(i => Arrived($"alr_{i}", "sub_1", 1))], Cancellation);
        await Open().Record([Failed("alr_pending", "sub_1", 1), (young.Delivery with { UpdatedAt = Noon.AddDays(1) }, young.Attempt)], Cancellation);

        Assert.Equal(1050, await Open().Forget(Noon.AddSeconds(1), Cancellation));

        var left = await Open().OfSubscription("sub_1", null, null, 10, Cancellation);
        Assert.Equal(["alr_pending", "alr_young"], left.Deliveries.Select(delivery => delivery.AlertId).Order());
        Assert.Single(await Open().Attempts("alr_young", "sub_1", Cancellation));
        Assert.Empty(await Open().Attempts("alr_5", "sub_1", Cancellation));
        Assert.Null(await Open().Find(DeliveryId.Of("alr_5", "sub_1"), Cancellation));
        Assert.Equal(0, await Open().Forget(Noon.AddSeconds(1), Cancellation));
    }
}
