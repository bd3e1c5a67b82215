using AlertRelay.Keys;

namespace AlertRelay.Tests.Storage;

/// <summary>What every store of portal links must do.</summary>
public abstract class PortalLinkStoreContract
{
    private static readonly PortalLink Link = new(
        "plk_1", new string('a', 64), "acme", Role.Reader, "Zentrale", Samples.Noon.AddTicks(1), Samples.Noon.AddHours(1), KeyId: "key_1");

    protected abstract IPortalLinkStore Open();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_is_there_after_a_restart_and_its_id_only_once()
    {
        Assert.True(await Open().Add(Link, Cancellation));

        Assert.False(await Open().Add(Link with { Tenant = Link.Tenant, Hash = new string('b', 64) }, Cancellation));
        Assert.Equal(Link, await Open().Find(Link.Id, Cancellation));
        Assert.Null(await Open().Find("plk_other", Cancellation));
    }

    [Fact]
    public async Task A_link_without_a_key_is_stored_too()
    {
        await Open().Add(Link with { KeyId = null }, Cancellation);

        Assert.Equal(Link with { KeyId = null }, await Open().Find(Link.Id, Cancellation));
    }

    [Fact]
    public async Task An_id_is_taken_in_every_tenant()
    {
        Assert.True(await Open().Add(Link, Cancellation));

        Assert.False(await Open().Add(Link with { Tenant = "globex" }, Cancellation));
        Assert.Empty(await Listed("globex"));
    }

    [Fact]
    public async Task Links_are_listed_by_tenant_the_newest_first()
    {
        var later = Link with { Id = "plk_2", CreatedAt = Samples.Noon.AddHours(1) };
        var others = Link with { Id = "plk_3", Tenant = "acme-2", CreatedAt = Samples.Noon.AddHours(2), OpenedAt = Samples.Noon.AddHours(3) };
        foreach (var link in new[] { Link, others, later })
            await Open().Add(link, Cancellation);

        Assert.Equal([later, Link], await Listed("acme"));
        Assert.Equal([others, later, Link], await Listed(null));
    }

    [Theory]
    [InlineData(null, "plk_7 plk_6 plk_5 plk_4 plk_3 plk_2 plk_1"), InlineData("acme", "plk_6 plk_4 plk_2"), InlineData("none", "")]
    public async Task A_list_is_read_page_by_page_without_links_that_are_over(string? tenant, string ids)
    {
        foreach (var number in Enumerable.Range(1, 7))
        {
            // Two at a time are created at the same moment.
            var link = Link with { Id = $"plk_{number}", Tenant = number % 2 == 0 ? "acme" : "globex", CreatedAt = Samples.Noon.AddMinutes(number) };
            await Open().Add(link, Cancellation);
            await Open().Add(link with { Id = $"plk_over_{number}", ExpiresAt = Samples.Noon.AddMinutes(30) }, Cancellation);
        }

        var (found, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await Open().List(tenant, Samples.Noon.AddMinutes(30), cursor, 2, Cancellation);
            Assert.InRange(page.Links.Count, 0, 2);
            found.AddRange(page.Links.Select(link => link.Id));
            cursor = page.Cursor;
        }
        while (cursor is not null);

        Assert.Equal(ids, string.Join(' ', found));
    }

    [Fact]
    public async Task A_cursor_leads_on_although_its_link_was_revoked_and_one_of_another_list_is_refused()
    {
        var other = Link with { Id = "plk_2" };
        await Open().Add(Link, Cancellation);
        await Open().Add(other, Cancellation);
        var first = await Open().List(null, Samples.Noon, null, 1, Cancellation);
        await Open().Revoke(Link.Id, Cancellation);

        Assert.Equal([Link], first.Links);
        Assert.Equal([other], (await Open().List(null, Samples.Noon, first.Cursor, 1, Cancellation)).Links);
        foreach (var wrong in new[] { "", "x", "plk_1", "cG9ydGFs", "cG9ydGFsLWxpbmtzLnh5LnBsa18x" })
            await Assert.ThrowsAsync<ArgumentException>(() => Open().List(null, Samples.Noon, wrong, 1, Cancellation));
    }

    [Fact]
    public async Task Of_many_who_open_a_link_at_once_one_does()
    {
        await Open().Add(Link, Cancellation);
        var stores = Enumerable.Range(0, 4).Select(_ => Open()).ToList();

        var opened = await Task.WhenAll(stores.Select((store, racer) => Task.Run(() => store.Open(Link.Id, Samples.Noon.AddMinutes(racer), Cancellation))));

        Assert.Single(opened, won => won);
        Assert.Equal(Samples.Noon.AddMinutes(Array.IndexOf(opened, true)), (await Open().Find(Link.Id, Cancellation))!.OpenedAt);
        Assert.False(await Open().Open("plk_other", Samples.Noon, Cancellation));
    }

    [Fact]
    public async Task A_revoked_link_is_gone()
    {
        await Open().Add(Link, Cancellation);

        Assert.True(await Open().Revoke(Link.Id, Cancellation));
        Assert.False(await Open().Revoke(Link.Id, Cancellation));
        Assert.False(await Open().Open(Link.Id, Samples.Noon, Cancellation));
        Assert.Empty(await Listed(null));
    }

    [Theory]
    [InlineData(null, 0, 1), InlineData(null, -1, 0), InlineData(30, 420 + 30, 1), InlineData(30, 420 + 29, 0)]
    public async Task Links_that_are_over_are_forgotten(int? openedAfter, int minutesAfterEnd, int forgotten)
    {
        // An opened link lasts as long as its session: eight hours.
        await Open().Add(Link with { OpenedAt = openedAfter is { } minutes ? Samples.Noon.AddMinutes(minutes) : null }, Cancellation);

        Assert.Equal(forgotten, await Open().Forget(Link.ExpiresAt.AddMinutes(minutesAfterEnd), Cancellation));
        Assert.Equal(1 - forgotten, (await Listed(null)).Count);
    }

    // Nothing is over at that time.
    private async Task<IReadOnlyList<PortalLink>> Listed(string? tenant) =>
        (await Open().List(tenant, DateTimeOffset.MinValue, null, 100, Cancellation)).Links;
}
