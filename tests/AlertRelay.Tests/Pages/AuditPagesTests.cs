using System.Net;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

/// <summary>Who changed what.</summary>
public sealed class AuditPagesTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_newest_change_comes_first_with_who_what_and_a_link()
    {
        var id = await _api.Subscribe(_api.Acme);
        await _api.Post($"/api/v1/subscriptions/{id}/pause", _api.Acme);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, "/audit");

        Assert.Equal("Audit log", browser.Heading);
        Assert.Equal(["2020-01-03 12:00 UTC", "acme", "subscription.paused"], browser.Texts("tbody tr:first-child td").Take(3));
        Assert.Equal($"/subscriptions/{id}", browser.Page.QuerySelector("tbody tr td:nth-child(4) a")!.GetAttribute("href"));
        Assert.Equal("active", browser.Text("tbody dd del"));
        Assert.Equal("paused", browser.Text("tbody dd ins"));
        Assert.Null(browser.Page.QuerySelector("[name=tenant]"));
    }

    [Fact]
    public async Task The_search_stays_in_the_address_and_goes_on_page_by_page()
    {
        for (var number = 0; number < 55; number++)
            await _api.Subscribe(_api.Admin, $$"""{"target":"https://receiver.example.org/{{number}}","tenant":"acme"}""");
        await _api.Subscribe(_api.Globex);
        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, "/audit?action=subscription.created&tenant=acme&subject=&since=2020-01-03&until=");

        Assert.Equal(50, browser.Texts("tbody tr").Count());
        Assert.Equal("subscription.created", browser.Page.QuerySelector("option[selected]")!.TextContent);
        Assert.Equal("2020-01-03", browser.Page.QuerySelector("[name=since]")!.GetAttribute("value"));
        Assert.Contains("-H 'Accept: application/x-ndjson'", browser.Text("details:last-of-type code"), StringComparison.Ordinal);
        await browser.Open(browser.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(5, browser.Texts("tbody tr").Count());
        Assert.All(browser.Texts("tbody td:nth-child(5)"), tenant => Assert.Equal("acme", tenant));
        Assert.Null(browser.Page.QuerySelector("a[rel=next]"));
    }

    [Fact]
    public async Task A_search_that_is_wrong_shows_the_form_again_with_what_to_write()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, "/audit");

        await browser.Open("/audit?since=yesterday&subject=sub_1");

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal("since: write a time as in 2026-01-31 or 2026-01-31T09:00:00Z.", browser.Text("#since-error"));
        Assert.Equal("yesterday", browser.Page.QuerySelector("[name=since]")!.GetAttribute("value"));
        await browser.Open("/audit?tenant=globex");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    [Fact]
    public async Task Hostile_names_are_text_and_another_tenants_entries_are_not_there()
    {
        await _api.Subscribe(_api.Acme, """{"name":"<script>alert(1)</script>","target":"https://receiver.example.org/"}""");
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, "/audit");
        using var other = await BrowserSession.SignedIn(_api, _api.Globex, "/audit");

        Assert.Contains("<script>alert(1)</script>", browser.Text("main"), StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("main script"));
        Assert.DoesNotContain("alert(1)", other.Text("main"), StringComparison.Ordinal);
    }
}
