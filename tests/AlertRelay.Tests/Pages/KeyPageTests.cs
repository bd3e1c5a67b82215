using System.Net;
using AlertRelay.Keys;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

public sealed class KeyPageTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private BrowserSession _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _browser = await BrowserSession.SignedIn(_api, _api.Admin, "/keys");
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        return _api.DisposeAsync();
    }

    [Fact]
    public async Task A_key_is_made_and_shown_once()
    {
        await _browser.Submit("form.stack", ("name", "night desk"), ("role", "reader"), ("tenant", "acme"), ("expiresAt", "2020-02-01"));

        var key = _browser.Page.QuerySelector(".secret")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.OK, (await _api.Look("/api/v1/subscriptions", key)).Status);
        Assert.Contains("\"role\":\"reader\"", _browser.Text(".message code"));
        var row = _browser.Page.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains("night desk", StringComparison.Ordinal));
        Assert.Contains("2020-02-01 00:00 UTC", row.TextContent);
        await _browser.Open("/keys");
        Assert.DoesNotContain(key, _browser.Page.DocumentElement.OuterHtml);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_makes_one_key()
    {
        var form = _browser.Page.QuerySelectorAll("form.stack input[type=hidden]").Select(field =>
            KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)).Append(new("name", "twice"))
            .Append(new("role", "subscriber")).ToList();

        await _browser.Post("/keys", form);
        Assert.StartsWith("The key \"twice\" is created", _browser.Text(".message p"));
        await _browser.Post("/keys", form);

        Assert.Equal(HttpStatusCode.Conflict, _browser.Status);
        Assert.Contains("rotate it", _browser.Text("main p"));
        Assert.Single(await Keys(), key => key.Name == "twice");
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_lost()
    {
        await _browser.Submit("form.stack", ("name", "<script>alert(1)</script>"), ("tenant", "Not One"), ("expiresAt", "2019-01-01"), ("role", "king"));

        Assert.Equal(HttpStatusCode.BadRequest, _browser.Status);
        Assert.Equal(["role-error", "tenant-error", "expiresAt-error"], _browser.Page.QuerySelectorAll(".error").Select(error => error.Id!));
        Assert.Equal("<script>alert(1)</script>", _browser.Page.QuerySelector("input[name=name]")!.GetAttribute("value"));
        Assert.Null(_browser.Page.QuerySelector("main script"));
        await _browser.Submit("form.stack", ("tenant", "acme"), ("expiresAt", ""), ("role", "reader"));
        Assert.Equal("<script>alert(1)</script>", (await Keys()).Single(key => key.Role == Role.Reader).Name);
        Assert.Null(_browser.Page.QuerySelector("main script"));
    }

    [Fact]
    public async Task A_key_is_rotated_once_and_its_successor_shown()
    {
        var id = (await Keys()).Single(key => key.Tenant == "acme").Id;
        await _browser.Open($"/keys/{id}");

        await _browser.Submit($"form[action='/keys/{id}/rotate']", ("overlap", "0"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await _api.Look("/api/v1/subscriptions", _api.Acme)).Status);
        var key = _browser.Page.QuerySelector(".secret")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.OK, (await _api.Look("/api/v1/subscriptions", key)).Status);
        await _browser.Open($"/keys/{id}");
        Assert.Null(_browser.Page.QuerySelector($"form[action='/keys/{id}/rotate']"));
    }

    [Theory]
    [InlineData("0"), InlineData("3600")]
    public async Task Who_rotates_the_own_key_sees_the_new_one_and_stays_signed_in(string overlap)
    {
        var id = (await Keys()).Single(key => key.Role == Role.Admin).Id;
        await _browser.Open($"/keys/{id}");

        await _browser.Submit($"form[action='/keys/{id}/rotate']", ("overlap", overlap));

        var key = _browser.Page.QuerySelector(".secret")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.OK, (await _api.Look("/api/v1/keys", key)).Status);
        _api.Time.Advance(TimeSpan.FromHours(2));
        await _browser.Open("/keys");
        Assert.Equal(("/keys", HttpStatusCode.OK), (_browser.Path, _browser.Status));
    }

    [Fact]
    public async Task A_key_is_revoked_only_by_who_confirms_it()
    {
        var id = (await Keys()).Single(key => key.Tenant == "acme").Id;
        await _browser.Open($"/keys/{id}");

        await _browser.Submit($"form[action='/keys/{id}/revoke']");
        Assert.Equal(($"/keys/{id}", true), (_browser.Path, _browser.Text(".message.bad p").StartsWith("Nothing was done.", StringComparison.Ordinal)));
        Assert.Contains(await Keys(), key => key.Id == id);

        await _browser.Submit($"form[action='/keys/{id}/revoke']", ("confirm", "yes"));
        Assert.Equal(("/keys", "The key is revoked."), (_browser.Path, _browser.Text(".message p")));
        await _browser.Open($"/keys/{id}");
        Assert.Equal((HttpStatusCode.NotFound, "There is no such key"), (_browser.Status, _browser.Heading));
    }

    [Fact]
    public async Task The_own_key_is_marked_and_the_last_admin_key_stays()
    {
        var own = (await Keys()).Single(key => key.Role == Role.Admin).Id;
        Assert.Contains("(your current session)", _browser.Page.QuerySelector($"a[href='/keys/{own}']")!.ParentElement!.TextContent);
        await _browser.Open($"/keys/{own}");

        await _browser.Submit($"form[action='/keys/{own}/revoke']", ("confirm", "yes"));

        Assert.Equal(HttpStatusCode.Conflict, _browser.Status);
        Assert.Contains("last admin key", _browser.Text("main p"));
    }

    private Task<IReadOnlyList<ApiKey>> Keys() => _api.Get<IApiKeyStore>().List(ApiHost.Cancellation);
}
