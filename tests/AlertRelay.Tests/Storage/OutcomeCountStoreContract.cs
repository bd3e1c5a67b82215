using AlertRelay.Deliveries;

namespace AlertRelay.Tests.Storage;

/// <summary>What every store of counted outcomes must do.</summary>
public abstract class OutcomeCountStoreContract
{
    private static readonly DeliveryOutcomes Some = new(Delivered: 5, Failed: 4, Dead: 3, Silenced: 2, Superseded: 1);

    private static readonly DateTimeOffset Noon = Samples.Noon;

    /// <summary>Opens the same data again.</summary>
    protected abstract IOutcomeCountStore Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_any_count_the_sum_is_nothing() => Assert.Equal(DeliveryOutcomes.None, await Open().Sum("acme", Noon, Cancellation));

    [Fact]
    public async Task Processes_and_hours_are_added_up_for_each_tenant_by_itself()
    {
        await Open().Save("p1", [new("acme", Noon, Some), new("acme", Noon.AddHours(1), Some), new(null, Noon, new(Delivered: 90))], Cancellation);
        await Open().Save("p2", [new("acme", Noon, Some), new("acme-2", Noon, new(Delivered: 1)), new(null, Noon, new(Delivered: 9))], Cancellation);

        Assert.Equal(new DeliveryOutcomes(15, 12, 9, 6, 3), await Open().Sum("acme", Noon, Cancellation));
        Assert.Equal(Some, await Open().Sum("acme", Noon.AddHours(1), Cancellation));
        Assert.Equal(new DeliveryOutcomes(Delivered: 1), await Open().Sum("acme-2", Noon.AddDays(-1), Cancellation));
        Assert.Equal(new DeliveryOutcomes(Delivered: 99), await Open().Sum(null, Noon, Cancellation));
    }

    [Fact]
    public async Task Saving_again_replaces_so_that_a_repetition_counts_nothing_twice()
    {
        await Open().Save("p1", [new("acme", Noon, Some)], Cancellation);
        await Open().Save("p1", [new("acme", Noon, Some + Some)], Cancellation);

        Assert.Equal(Some + Some, await Open().Sum("acme", Noon, Cancellation));
    }

    [Fact]
    public async Task Hundreds_of_tenants_are_saved_at_once()
    {
        await Open().Save("p1", [.. Enumerable.Range(0, 250).Select(i => new OutcomeCount($"tenant-{i}", Noon, Some))], Cancellation);

        Assert.Equal(Some, await Open().Sum("tenant-0", Noon, Cancellation));
        Assert.Equal(Some, await Open().Sum("tenant-249", Noon, Cancellation));
    }

    [Fact]
    public async Task Old_hours_are_forgotten_and_the_others_stay()
    {
        await Open().Save("p1", [new("acme", Noon.AddHours(-1), Some), new("acme", Noon, Some), new(null, Noon.AddHours(-1), Some)], Cancellation);

        Assert.Equal(2, await Open().Forget(Noon, Cancellation));
        Assert.Equal(Some, await Open().Sum("acme", Noon.AddDays(-9), Cancellation));
        Assert.Equal(DeliveryOutcomes.None, await Open().Sum(null, Noon.AddDays(-9), Cancellation));
    }
}
