using System.Net;
using AlertRelay.Keys;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

public sealed class PortalPageTests : IAsyncLifetime
{
    private const string Links = "/api/v1/portal-links";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Looking_at_a_link_uses_nothing_up_and_its_button_opens_it_once()
    {
        var (path, _) = await Link();
        for (var look = 0; look < 3; look++)
            Assert.Equal(HttpStatusCode.OK, (await _api.Send(HttpMethod.Get, path, headers: ("Accept", "text/html"))).Status);
        using var guest = new BrowserSession(_api);
        await guest.Open(path);
        Assert.Equal("You are invited", guest.Heading);

        await guest.Submit("main form");

        Assert.Equal(("/", HttpStatusCode.OK), (guest.Path, guest.Status));
        Assert.Contains("tenant acme", guest.Text("header"));
        Assert.Single((await _api.Look("/api/v1/audit?action=portal-link.opened", _api.Acme)).Json["entries"]!.AsArray());
        using var second = new BrowserSession(_api);
        await second.Open(path);
        Assert.Equal((HttpStatusCode.Gone, "This link was used before"), (second.Status, second.Heading));
    }

    [Fact]
    public async Task Two_who_press_the_button_at_once_get_one_session()
    {
        var (path, _) = await Link();
        var guests = Enumerable.Range(0, 4).Select(_ => new BrowserSession(_api)).ToList();
        foreach (var guest in guests)
            await guest.Open(path);

        await Task.WhenAll(guests.Select(guest => guest.Submit("main form")));

        Assert.Single(guests, guest => guest.Path == "/");
        Assert.Equal(3, guests.Count(guest => guest.Status == HttpStatusCode.Gone));
        guests.ForEach(guest => guest.Dispose());
    }

    [Fact]
    public async Task A_guest_sees_one_tenant_and_makes_no_further_links()
    {
        var (own, others) = (await _api.Subscribe(_api.Acme), await _api.Subscribe(_api.Globex));
        using var guest = await Opened("""{"readOnly":false}""");

        await guest.Open($"/subscriptions/{others}");
        Assert.Equal(HttpStatusCode.NotFound, guest.Status);
        await guest.Open("/keys");
        Assert.Equal(HttpStatusCode.Forbidden, guest.Status);
        await guest.Open("/portal-links");
        Assert.Null(guest.Page.QuerySelector("form.stack"));
        var token = guest.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await guest.Post("/portal-links", [new("__RequestVerificationToken", token), new("expiresIn", "1h")]);
        Assert.Equal(HttpStatusCode.Forbidden, guest.Status);

        await guest.Open($"/subscriptions/{own}");
        await guest.Submit($"form[action='/subscriptions/{own}/pause']");
        var entry = (await _api.Look($"/api/v1/audit?subject={own}&action=subscription.paused", _api.Acme)).Json["entries"]![0]!;
        Assert.StartsWith("plk_", entry["actor"]!["key"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_guest_who_only_reads_has_no_buttons_and_is_refused()
    {
        var own = await _api.Subscribe(_api.Acme);
        using var guest = await Opened("""{"readOnly":true}""");

        await guest.Open($"/subscriptions/{own}");
        Assert.Null(guest.Page.QuerySelector("main form"));
        var token = guest.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await guest.Post($"/subscriptions/{own}/pause", [new("__RequestVerificationToken", token)]);

        Assert.Equal(HttpStatusCode.Forbidden, guest.Status);
    }

    [Fact]
    public async Task Revoking_a_link_ends_its_session()
    {
        var (path, id) = await Link();
        using var guest = new BrowserSession(_api);
        await guest.Open(path);
        await guest.Submit("main form");
        await guest.Open("/subscriptions");
        Assert.Equal("/subscriptions", guest.Path);

        await _api.Send(HttpMethod.Delete, $"{Links}/{id}", _api.Acme);

        await guest.Open("/subscriptions");
        Assert.StartsWith("/sign-in", guest.Path);
        await guest.Open(path);
        Assert.Equal((HttpStatusCode.NotFound, "This link is not valid"), (guest.Status, guest.Heading));
    }

    [Theory]
    [InlineData("revoke"), InlineData("rotate"), InlineData("expire")]
    public async Task A_link_and_its_session_end_with_the_key_that_made_the_link(string end)
    {
        var key = (await _api.Post("/api/v1/keys", _api.Admin, """{"name":"desk","tenant":"acme","expiresAt":"2020-01-03T14:00:00Z"}""")).Json;
        var (id, made) = (key["id"]!.GetValue<string>(), key["key"]!.GetValue<string>());
        var (path, unopened) = ((await Link(key: made)).Path, (await Link(key: made)).Path);
        using var guest = new BrowserSession(_api);
        await guest.Open(path);
        await guest.Submit("main form");
        await guest.Open("/subscriptions");
        Assert.Equal("/subscriptions", guest.Path);

        if (end == "revoke")
            await _api.Send(HttpMethod.Delete, $"/api/v1/keys/{id}", _api.Admin);
        else if (end == "rotate")
            await _api.Post($"/api/v1/keys/{id}/rotate", _api.Admin, """{"overlapSeconds":0}""");
        else
            _api.Time.Advance(TimeSpan.FromHours(2));

        await guest.Open("/subscriptions");
        Assert.StartsWith("/sign-in", guest.Path);
        await guest.Open(unopened);
        Assert.Equal((HttpStatusCode.Gone, "This link has expired"), (guest.Status, guest.Heading));
    }

    [Theory]
    [InlineData(-1, "/subscriptions"), InlineData(0, "/sign-in?next=%2Fsubscriptions")]
    public async Task A_session_lasts_eight_hours_at_most(int seconds, string path)
    {
        using var guest = await Opened("{}");
        _api.Time.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(seconds));

        await guest.Open("/subscriptions");

        Assert.Equal(path, guest.Path);
    }

    [Fact]
    public async Task A_link_that_is_too_old_or_wrong_opens_nothing()
    {
        var (path, _) = await Link();
        using var guest = new BrowserSession(_api);
        await guest.Open(path);
        _api.Time.Advance(TimeSpan.FromHours(1));

        await guest.Submit("main form");

        Assert.Equal((HttpStatusCode.Gone, "This link has expired"), (guest.Status, guest.Heading));
        foreach (var wrong in new[] { path[..^1], path + "A", path[..^1] + (path[^1] == 'A' ? 'B' : 'A'), "/portal/x", "/portal/" + new string('x', 55) })
        {
            await guest.Open(wrong);
            Assert.Equal(HttpStatusCode.NotFound, guest.Status);
        }
    }

    [Fact]
    public async Task A_form_of_another_site_opens_no_link()
    {
        var (path, _) = await Link();
        using var guest = new BrowserSession(_api);

        await guest.Post(path, []);
        Assert.Equal(HttpStatusCode.BadRequest, guest.Status);

        await guest.Open(path);
        Assert.Equal("You are invited", guest.Heading);
    }

    /// <summary>Links are seen by others: in the history, in the address of the next page, and by proxies.</summary>
    [Theory]
    [InlineData(null), InlineData("/confirm/sub_1?token=a-token-of-somebody"), InlineData("/unsubscribe/a-token-of-somebody")]
    public async Task No_token_is_in_a_link_of_its_page(string? path)
    {
        path ??= (await Link()).Path;
        using var guest = new BrowserSession(_api);

        await guest.Open(path);

        Assert.Contains(guest.Page.QuerySelectorAll("footer a"), link => link.GetAttribute("href")!.Contains("next=", StringComparison.Ordinal));
        var token = path.Split('/', '=')[^1];
        Assert.DoesNotContain(guest.Page.QuerySelectorAll("a, meta"), link => link.OuterHtml.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_token_reaches_the_log_or_the_store()
    {
        var (path, id) = await Link();
        using var guest = new BrowserSession(_api);
        await guest.Open(path);
        await guest.Submit("main form");

        var secret = path.Split('/')[^1][12..];
        // The framework's lines at the level of information are switched off in the programs.
        Assert.DoesNotContain(_api.Log.Text.Split('\n'), line => line.Contains(secret, StringComparison.Ordinal)
            && !line.StartsWith("Debug:", StringComparison.Ordinal) && !line.Contains("HTTP/1.1", StringComparison.Ordinal));
        Assert.DoesNotContain(secret, (await _api.Get<IPortalLinkStore>().Find(id, ApiHost.Cancellation))!.ToString());
    }

    [Fact]
    public async Task Older_links_are_on_a_page_of_their_own()
    {
        for (var number = 0; number < 51; number++)
            await Link();
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, "/portal-links");
        Assert.Equal(50, browser.Page.QuerySelectorAll("tbody tr").Length);

        await browser.Open(browser.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Single(browser.Page.QuerySelectorAll("tbody tr"));
        Assert.Null(browser.Page.QuerySelector("a[rel=next]"));
    }

    [Fact]
    public async Task A_tenant_makes_and_revokes_links_on_a_page()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, "/portal-links");
        await browser.Submit("form.stack", ("expiresIn", "often"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal("often", browser.Page.QuerySelector("input[name=expiresIn]")!.GetAttribute("value"));
        Assert.StartsWith("write a duration", browser.Text(".error"));

        await browser.Submit("form.stack", ("expiresIn", "2h"));
        var url = browser.Page.QuerySelector(".secret")!.GetAttribute("value")!;
        Assert.Contains("/portal/", url);
        using var guest = new BrowserSession(_api);
        await guest.Open(new Uri(url).AbsolutePath);
        Assert.Equal("You are invited", guest.Heading);

        await browser.Submit("td form");
        Assert.StartsWith("The link is revoked", browser.Text(".message p"));
        Assert.Null(browser.Page.QuerySelector("tbody tr"));
    }

    private async Task<(string Path, string Id)> Link(string body = "{}", string? key = null)
    {
        var made = (await _api.Post(Links, key ?? _api.Acme, body)).Json;
        return (new Uri(made["url"]!.GetValue<string>()).AbsolutePath, made["id"]!.GetValue<string>());
    }

    private async Task<BrowserSession> Opened(string body)
    {
        var guest = new BrowserSession(_api);
        await guest.Open((await Link(body)).Path);
        await guest.Submit("main form");
        return guest;
    }
}
