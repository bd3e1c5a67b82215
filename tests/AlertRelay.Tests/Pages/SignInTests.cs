using System.Net;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Pages;

public sealed class SignInTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_key_leads_to_the_page_that_was_asked_for()
    {
        using var browser = new BrowserSession(_api);
        await browser.Open("/subscriptions?limit=5");
        Assert.Equal("/sign-in?next=%2Fsubscriptions%3Flimit%3D5", browser.Path);

        await browser.Submit("form.stack", ("key", $" {_api.Acme} "));

        Assert.Equal(("/subscriptions?limit=5", "Subscriptions"), (browser.Path, browser.Heading));
        Assert.Contains("tenant acme", browser.Text("header"));
    }

    [Theory]
    [InlineData("ark_wrong"), InlineData("")]
    public async Task A_wrong_key_is_refused_with_what_to_do(string key)
    {
        using var browser = new BrowserSession(_api);
        await browser.Open("/sign-in");

        await browser.Submit("form.stack", ("key", key));

        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        Assert.StartsWith("This relay does not know this key", browser.Text("[role=alert]"));
    }

    [Theory]
    [InlineData("https://evil.example.org/"), InlineData("//evil.example.org"), InlineData("/\\evil.example.org"), InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_to_no_other_site(string next)
    {
        using var browser = new BrowserSession(_api);
        await browser.Open($"/sign-in?next={Uri.EscapeDataString(next)}");

        await browser.Submit("form.stack", ("key", _api.Acme), ("next", next));

        Assert.Equal("/", browser.Path);
    }

    [Fact]
    public async Task A_session_ends_with_its_key()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, "/subscriptions");
        var key = (await _api.Get<IApiKeyStore>().List(ApiHost.Cancellation)).Single(key => key.Tenant == "acme");
        await _api.Get<IApiKeyStore>().Revoke(key.Id, ApiHost.Cancellation);

        await browser.Open("/subscriptions");

        Assert.StartsWith("/sign-in", browser.Path);
        Assert.StartsWith("Your session has ended", browser.Text("[role=alert]"));
    }

    [Theory]
    [InlineData(-1, "/subscriptions"), InlineData(1, "/sign-in?next=%2Fsubscriptions")]
    public async Task A_session_lasts_eight_hours(int seconds, string path)
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme);
        _api.Time.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(seconds));

        await browser.Open("/subscriptions");

        Assert.Equal(path, browser.Path);
    }

    [Fact]
    public async Task After_signing_out_the_pages_are_closed()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme);
        await browser.Submit("nav form");

        await browser.Open("/subscriptions");

        Assert.StartsWith("/sign-in", browser.Path);
    }

    [Fact]
    public async Task The_cookie_opens_no_address_of_the_API()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Admin);

        await browser.Open("/api/v1/subscriptions");

        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
    }

    [Fact]
    public async Task Cookies_are_hidden_from_scripts_and_secure_except_on_the_machine_itself()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme);

        var cookies = browser.Cookies.GetCookies(_api.Client.BaseAddress!);

        Assert.Equal(["alertrelay-form", "alertrelay-session"], cookies.Select(cookie => cookie.Name).Order());
        Assert.All(cookies, cookie => Assert.True(cookie.HttpOnly && !cookie.Secure));
        var elsewhere = await _api.Send(HttpMethod.Get, "/sign-in", headers: [("Host", "relay.example.org"), ("Accept", "text/html")]);
        Assert.Contains("; secure; samesite=strict; httponly", elsewhere.Headers["Set-Cookie"]);
    }

    [Theory]
    [InlineData("https://relay.example.org", true), InlineData("https://localhost", true), InlineData("http://localhost:7071", false)]
    [InlineData("http://relay.example.org", true)]
    public async Task Cookies_are_secure_as_the_public_address_says_whatever_a_proxy_sends_on_as_the_host(string baseUrl, bool isSecure)
    {
        await using var api = await ApiHost.Start(services => services.Configure<RelayOptions>(relay => relay.BaseUrl = baseUrl));

        var page = await api.Send(HttpMethod.Get, "/sign-in", headers: ("Accept", "text/html"));

        Assert.Equal(isSecure, page.Headers["Set-Cookie"].Contains("; secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whose_browser_keeps_no_cookie_reads_what_to_do()
    {
        using var browser = new BrowserSession(_api);
        // A browser takes no Secure cookie from an http:// address.
        browser.Send("Host", "relay.example.org");
        await browser.Open("/sign-in");

        await browser.Submit("form.stack", ("key", _api.Acme));

        Assert.Equal((HttpStatusCode.BadRequest, "Your browser did not keep a cookie"), (browser.Status, browser.Heading));
        Assert.Contains("https address", browser.Text("main p"));
    }

    [Theory]
    [InlineData("/countries/%C3%BC%20%2F?a=%C3%BC"), InlineData("/countries/ü?a=b")]
    public async Task An_address_in_another_script_is_no_fault(string path)
    {
        using var browser = new BrowserSession(_api);
        await browser.Open(path);
        var link = browser.Page.QuerySelector("footer a")!.GetAttribute("href")!;
        await browser.Open(link);

        await browser.Submit("main form", ("zone", "Asia/Tokyo"));

        Assert.StartsWith("/countries/%C3%BC", browser.Path);
        await browser.Open("/preferences");
        await browser.Submit("main form", ("zone", "UTC"), ("next", "/countries/ü"));
        Assert.Equal(("/", HttpStatusCode.OK), (browser.Path, browser.Status));
    }

    [Fact]
    public async Task A_form_of_another_site_does_nothing()
    {
        var id = await _api.Subscribe(_api.Acme);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{id}");
        var token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        await browser.Post($"/subscriptions/{id}/pause", []);
        Assert.Equal((HttpStatusCode.BadRequest, "This form has expired"), (browser.Status, browser.Heading));
        await browser.Post($"/subscriptions/{id}/pause", [new("__RequestVerificationToken", token)], ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal((HttpStatusCode.Forbidden, "This form was not submitted from this relay"), (browser.Status, browser.Heading));

        await browser.Open($"/subscriptions/{id}");
        Assert.NotNull(browser.Page.QuerySelector($"form[action='/subscriptions/{id}/pause']"));
    }

    [Fact]
    public async Task A_form_after_the_session_does_nothing_and_says_so()
    {
        var id = await _api.Subscribe(_api.Acme);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{id}");
        _api.Time.Advance(TimeSpan.FromHours(9));

        await browser.Submit($"form[action='/subscriptions/{id}/pause']");

        Assert.Equal((HttpStatusCode.Unauthorized, "You are not signed in"), (browser.Status, browser.Heading));
        Assert.Equal("active", (await _api.Look($"/api/v1/subscriptions/{id}", _api.Acme)).Json["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_a_button_did_is_said_once_with_the_command_that_does_the_same()
    {
        var id = await _api.Subscribe(_api.Acme);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{id}");

        await browser.Submit($"form[action='/subscriptions/{id}/pause']");

        Assert.StartsWith("The subscription is paused.", browser.Text(".message p"));
        Assert.Equal(
            $"curl -X POST -H \"Authorization: Bearer $ALERTRELAY_KEY\" '{_api.Client.BaseAddress!.AbsoluteUri}api/v1/subscriptions/{id}/pause'",
            browser.Text(".message code"));
        await browser.Open($"/subscriptions/{id}");
        Assert.Null(browser.Page.QuerySelector(".message"));
    }

    [Fact]
    public async Task A_tenant_sees_anothers_subscription_like_one_that_does_not_exist()
    {
        var id = await _api.Subscribe(_api.Globex);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme);

        await browser.Open($"/subscriptions/{id}");
        var others = browser.Page.QuerySelector("main")!.InnerHtml.Replace(id, "ID", StringComparison.Ordinal);
        await browser.Open("/subscriptions/sub_none");

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Equal(browser.Page.QuerySelector("main")!.InnerHtml.Replace("sub_none", "ID", StringComparison.Ordinal), others);
    }
}
