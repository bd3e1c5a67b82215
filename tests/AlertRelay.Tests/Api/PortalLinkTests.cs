using System.Net;
using AlertRelay.Keys;

namespace AlertRelay.Tests.Api;

public sealed class PortalLinkTests : IAsyncLifetime
{
    private const string Links = "/api/v1/portal-links";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_tenants_key_makes_a_link_for_its_own_tenant_that_is_shown_once()
    {
        var made = await _api.Post(Links, _api.Acme, """{"readOnly":true}""");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Matches($"^{_api.Client.BaseAddress}portal/[A-Za-z0-9_-]{{55}}$", Text(made, "url"));
        Assert.Equal(("acme", true, "acme", "2020-01-03T13:00:00+00:00"),
            (Text(made, "tenant"), made.Json["readOnly"]!.GetValue<bool>(), Text(made, "createdBy"), Text(made, "expiresAt")));
        var list = await _api.Look(Links, _api.Acme);
        Assert.Equal(Text(made, "id"), list.Json["portalLinks"]![0]!["id"]!.GetValue<string>());
        Assert.DoesNotContain(Text(made, "url").Split('/')[^1][12..], list.Text);
        Assert.Empty((await _api.Look(Links, _api.Globex)).Json["portalLinks"]!.AsArray());
    }

    [Theory]
    [InlineData("5m", true), InlineData("7d", true), InlineData("4m59s", false), InlineData("7d1s", false), InlineData("1", false), InlineData("", false)]
    [InlineData("soon", false), InlineData("-1h", false), InlineData("99999999999d", false)]
    public async Task It_can_be_opened_for_five_minutes_to_seven_days(string expiresIn, bool taken)
    {
        var answer = await _api.Post(Links, _api.Acme, $$"""{"expiresIn":"{{expiresIn}}"}""");

        Assert.Equal(taken ? HttpStatusCode.Created : HttpStatusCode.BadRequest, answer.Status);
        if (!taken)
            Assert.StartsWith("write a duration from 5m to 7d", answer.Error("expiresIn"));
    }

    [Fact]
    public async Task It_expires_with_the_key_that_makes_it()
    {
        var key = await _api.Post("/api/v1/keys", _api.Admin, """{"name":"desk","tenant":"acme","expiresAt":"2020-01-03T12:30:00Z"}""");

        var made = await _api.Post(Links, Text(key, "key"), """{"expiresIn":"7d"}""");

        Assert.Equal("2020-01-03T12:30:00+00:00", Text(made, "expiresAt"));
    }

    [Fact]
    public async Task A_request_that_is_repeated_with_its_key_makes_one_link()
    {
        var first = await _api.Post(Links, _api.Acme, "{}", ("Idempotency-Key", "a"));
        var again = await _api.Post(Links, _api.Acme, "{}", ("Idempotency-Key", "a"));
        _api.Time.Advance(TimeSpan.FromMinutes(30));
        var others = await _api.Post(Links, _api.Globex, "{}", ("Idempotency-Key", "a"));

        Assert.Equal((HttpStatusCode.Created, "conflict", HttpStatusCode.Created), (first.Status, again.Word, others.Status));
        Assert.Single((await _api.Look(Links, _api.Acme)).Json["portalLinks"]!.AsArray());
        Assert.Equal("invalid-request", (await _api.Post(Links, _api.Acme, "{}", ("Idempotency-Key", "a b"))).Word);
        await _api.Send(HttpMethod.Delete, $"{Links}/{Text(first, "id")}", _api.Acme);
        Assert.Equal("conflict", (await _api.Post(Links, _api.Acme, "{}", ("Idempotency-Key", "a"))).Word);
    }

    [Fact]
    public async Task Links_that_are_over_are_not_listed()
    {
        await _api.Post(Links, _api.Acme, """{"expiresIn":"5m"}""");
        _api.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Empty((await _api.Look(Links, _api.Acme)).Json["portalLinks"]!.AsArray());
    }

    [Fact]
    public async Task An_operator_reads_the_links_of_all_tenants_page_by_page()
    {
        foreach (var key in new[] { _api.Acme, _api.Globex, _api.Acme })
        {
            await _api.Post(Links, key, "{}");
            _api.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await _api.Look($"{Links}?limit=2", _api.Admin);
        var second = await _api.Look($"{Links}?limit=2&cursor={Text(first, "cursor")}", _api.Admin);

        Assert.Equal(["acme", "globex", "acme"], new[] { first, second }.SelectMany(page => page.Json["portalLinks"]!.AsArray())
            .Select(link => link!["tenant"]!.GetValue<string>()));
        Assert.Null(second.Json["cursor"]);
        Assert.StartsWith("is not one of this list's", (await _api.Look($"{Links}?cursor=x", _api.Admin)).Error("cursor"));
    }

    [Fact]
    public async Task Links_of_a_key_that_was_revoked_are_not_listed()
    {
        var key = await _api.Post("/api/v1/keys", _api.Admin, """{"name":"desk","tenant":"acme"}""");
        await _api.Post(Links, Text(key, "key"), "{}");
        await _api.Post(Links, _api.Acme, "{}");
        await _api.Send(HttpMethod.Delete, $"/api/v1/keys/{Text(key, "id")}", _api.Admin);

        var listed = (await _api.Look(Links, _api.Acme)).Json["portalLinks"]!.AsArray();

        Assert.Equal("acme", Assert.Single(listed)!["createdBy"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_tenant_has_at_most_500_links_and_those_that_are_over_do_not_count()
    {
        var store = _api.Get<IPortalLinkStore>();
        var link = new PortalLink("", "hash", "acme", Role.Reader, "acme", _api.Time.GetUtcNow(), _api.Time.GetUtcNow().AddHours(1));
        for (var number = 0; number < IPortalLinkStore.MaxPerTenant; number++)
            await store.Add(link with { Id = $"plk_{number}" }, ApiHost.Cancellation);

        Assert.Equal("conflict", (await _api.Post(Links, _api.Acme, "{}")).Word);
        Assert.Equal(HttpStatusCode.Created, (await _api.Post(Links, _api.Globex, "{}")).Status);
        _api.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Created, (await _api.Post(Links, _api.Acme, "{}")).Status);
    }

    [Fact]
    public async Task The_audit_log_names_who_made_and_revoked_it()
    {
        var id = Text(await _api.Post(Links, _api.Admin, """{"tenant":"acme"}"""), "id");
        await _api.Send(HttpMethod.Delete, $"{Links}/{id}", _api.Acme);

        var entries = (await _api.Look($"/api/v1/audit?subject={id}", _api.Acme)).Json["entries"]!.AsArray();

        Assert.Equal(
            ["portal-link.created operator", "portal-link.revoked acme"],
            entries.Select(entry => $"{entry!["action"]} {entry["actor"]!["name"]}"));
    }

    private static string Text(Answer answer, string member) => answer.Json[member]!.GetValue<string>();
}
