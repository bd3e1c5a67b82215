using AlertRelay.Deliveries.Signing;

namespace AlertRelay.Tests.Storage;

/// <summary>What every store of signing keys must do.</summary>
public abstract class SigningKeyStoreContract
{
    private static readonly SigningRing First = new SigningRing().Rotated(SigningKey.New(Samples.Noon), Samples.Noon, RelaySigner.Overlap);

    protected abstract ISigningKeyStore Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_come_back_as_they_were_after_a_restart()
    {
        Assert.Null(await Open().Find(Cancellation));
        Assert.True(await Open().Save(First, Cancellation));
        Assert.Equivalent(First, await Open().Find(Cancellation), strict: true);

        var rotated = First.Rotated(SigningKey.New(Samples.Noon), Samples.Noon, RelaySigner.Overlap);
        Assert.True(await Open().Save(rotated, Cancellation));
        Assert.Equivalent(rotated, await Open().Find(Cancellation), strict: true);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task A_change_counts_only_when_it_was_made_from_the_stored_version(int version, bool accepted)
    {
        await Open().Save(First, Cancellation);

        Assert.Equal(accepted, await Open().Save(First with { Keys = [], Version = version }, Cancellation));
        Assert.Equal(accepted ? 0 : 1, (await Open().Find(Cancellation))!.Keys.Count);
    }

    [Fact]
    public async Task Of_several_that_start_at_once_all_sign_with_the_same_key()
    {
        var rings = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new RelaySigner(Open(), TimeProvider.System).Ring(Cancellation))));

        Assert.Single(rings.Select(ring => ring.Keys.Single().Id).Distinct());
    }
}
