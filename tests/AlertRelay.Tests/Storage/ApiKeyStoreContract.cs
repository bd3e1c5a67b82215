using AlertRelay.Keys;

namespace AlertRelay.Tests.Storage;

/// <summary>What every store of API keys must do. Each store inherits it and says how to open one.</summary>
public abstract class ApiKeyStoreContract
{
    private static readonly ApiKey Key = new(
        "key_1", new string('a', 64), "Zentrale", "acme", Role.Subscriber, Samples.Noon.AddTicks(1), Samples.Noon.AddDays(1));

    /// <summary>Opens the same data again, as the next start of the relay or a second process does.</summary>
    protected abstract IApiKeyStore Open();

    private static ApiKey Admin(char number) =>
        new($"key_{number}", new string(number, 64), "admin", "", Role.Admin, Samples.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_found_by_its_hash_and_its_id_after_a_restart()
    {
        await Open().Add(Key, Cancellation);

        Assert.Equal(Key, await Open().FindByHash(Key.Hash, Cancellation));
        Assert.Null(await Open().FindByHash(new string('b', 64), Cancellation));
        Assert.Equal(Key, await Open().Find(Key.Id, Cancellation));
        Assert.Null(await Open().Find("key_2", Cancellation));
    }

    [Fact]
    public async Task Keys_are_listed_in_the_order_of_their_creation()
    {
        var admin = new ApiKey("key_0", new string('b', 64), "admin", "", Role.Admin, Samples.Noon.AddDays(2));
        await Open().Add(admin, Cancellation);
        await Open().Add(Key, Cancellation);

        Assert.Equal([Key, admin], await Open().List(Cancellation));
    }

    [Fact]
    public async Task An_id_or_a_hash_cannot_be_added_twice()
    {
        var store = Open();
        await store.Add(Key, Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Add(Key with { Hash = new string('c', 64) }, Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Add(Key with { Id = "key_2" }, Cancellation));
    }

    [Fact]
    public async Task A_key_is_replaced_once_however_many_try()
    {
        await Open().Add(Key, Cancellation);
        await Open().NoteUse(Key.Id, Samples.Noon, Cancellation);
        var successors = Enumerable.Range(2, 4).Select(number => Key with { Id = $"key_{number}", Hash = new string((char)('a' + number), 64) }).ToList();
        var stores = new[] { Open(), Open() };

        var won = await Task.WhenAll(successors.Select((by, racer) => Task.Run(
            () => stores[racer % 2].Replace(Key with { ExpiresAt = Samples.Noon.AddHours(1), ReplacedBy = by.Id }, by, Cancellation))));

        var by = successors[Array.IndexOf(won, true)];
        Assert.Single(won, replaced => replaced);
        Assert.Equal([Key with { ExpiresAt = Samples.Noon.AddHours(1), LastUsedAt = Samples.Noon, ReplacedBy = by.Id }, by], await Open().List(Cancellation));
        Assert.False(
            await Open().Replace(Key with { Id = "key_9", Hash = new string('9', 64) }, Key with { Id = "key_8", Hash = new string('8', 64) }, Cancellation));
    }

    [Fact]
    public async Task A_revoked_key_is_gone()
    {
        await Open().Add(Key, Cancellation);

        Assert.True(await Open().Revoke(Key.Id, Cancellation));
        Assert.False(await Open().Revoke(Key.Id, Cancellation));
        Assert.Null(await Open().FindByHash(Key.Hash, Cancellation));
    }

    [Fact]
    public async Task Two_admin_keys_that_revoke_each_other_at_once_leave_one()
    {
        var (one, other) = (Admin('8'), Admin('9'));
        await Open().Add(Key, Cancellation);
        var stores = new[] { Open(), Open() };
        for (var round = 0; round < 5; round++)
        {
            foreach (var admin in new[] { one, other }.Except(await Open().List(Cancellation)))
                await Open().Add(admin, Cancellation);

            var revoked = await Task.WhenAll(
                Task.Run(() => stores[0].RevokeUnlessLast(one.Id, Samples.Noon, Cancellation)),
                Task.Run(() => stores[1].RevokeUnlessLast(other.Id, Samples.Noon, Cancellation)));

            Assert.Single(revoked, won => won);
            Assert.Single(await Open().List(Cancellation), key => key.Role == Role.Admin);
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task An_admin_key_that_has_expired_does_not_count_as_another_one(long ticks, bool revoked)
    {
        await Open().Add(Admin('8'), Cancellation);
        await Open().Add(Admin('9') with { ExpiresAt = Samples.Noon.AddTicks(ticks) }, Cancellation);
        await Open().Add(Key, Cancellation);

        Assert.Equal(revoked, await Open().RevokeUnlessLast("key_8", Samples.Noon, Cancellation));
        Assert.True(await Open().RevokeUnlessLast(Key.Id, Samples.Noon, Cancellation));
        Assert.False(await Open().RevokeUnlessLast("key_7", Samples.Noon, Cancellation));
    }

    [Fact]
    public async Task The_latest_use_is_noted_in_whatever_order_uses_are_told()
    {
        await Open().Add(Key, Cancellation);
        await Open().NoteUse(Key.Id, Samples.Noon.AddHours(2), Cancellation);
        await Open().NoteUse(Key.Id, Samples.Noon.AddHours(1), Cancellation);
        await Open().NoteUse("key_other", Samples.Noon.AddHours(3), Cancellation);

        Assert.Equal(Samples.Noon.AddHours(2), (await Open().FindByHash(Key.Hash, Cancellation))?.LastUsedAt);
    }
}
