using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Layout;
using AlertRelay.Pages.Layout;
using AlertRelay.Tests.Api;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Pages;

public sealed class AlertPageTests : IAsyncLifetime
{
    private static readonly (string Name, string Value) Browser = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start(services => services.Configure<RelayOptions>(relay => relay.BaseUrl = "https://relay.example.org"));
        await Keep(SomePage.Iran);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Whoever_follows_a_chats_button_reads_the_alert_without_a_key()
    {
        var button = new CardWriter(new Uri("https://relay.example.org/")).Write(SomePage.Iran).Links[^1].Url;

        var (answer, page) = await Open(button.PathAndQuery);

        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (answer.Status, answer.Headers["Content-Type"]));
        Assert.Equal("UK raises Iran to Advises against all travel (was all but essential)", Text(page, "h1"));
        Assert.Equal(("■ Extreme", "■ Extreme · Advises against all travel"), (Text(page, ".severity.Extreme"), Text(page, ".level")));
        Assert.Equal(
        [
            "Level before: ▲ Severe · Advises against all but essential travel", "Where: 🇮🇷 Iran",
            "Authority: Foreign, Commonwealth & Development Office",
            "Published: 2020-01-10 00:45 UTC", "Detected: 2020-01-10 00:50 UTC", "Note: confirmed by a second look",
        ], page.QuerySelectorAll("main > dl dt").Select(name => $"{name.TextContent}: {Line(name.NextElementSibling!)}"));
        Assert.Equal(("all but essential travel", "all travel"), (Text(page, "del"), Text(page, "ins")));
        Assert.Equal(
            ["Do not travel.", "Airspace is closed."], page.QuerySelectorAll("section:nth-of-type(3) .said[lang=en] p").Select(line => line.TextContent));
        Assert.Equal("إيران", Text(page, "h3[lang=ar][dir=auto]"));
        Assert.Equal(new string('0', 64), page.QuerySelectorAll("dt").Single(name => name.TextContent == "SHA-256").NextElementSibling!.TextContent);
        Assert.Equal("2020-01-10T00:46:00Z", page.QuerySelector("section time")!.GetAttribute("datetime"));
    }

    [Fact]
    public async Task A_cluster_has_a_page_that_leads_to_the_alerts_of_its_governments()
    {
        var member = new ClusterMember(
            "alr_iran", "uk-fcdo-travel", "GB", "UK", "An office", "UK raises Iran <b>", Severity.Extreme, Scope.Whole, SomePage.Iran.Link,
            SomePage.Iran.DetectedAt);
        await Keep(SomePage.Iran with
        {
            Id = "alr_cluster",
            Channel = Cluster.ChannelId,
            Cluster = new Cluster(SomePage.Iran.DetectedAt, [member]),
            Translations = [],
            References = [],
            Diff = TextDiff.Empty,
        });

        var (_, page) = await Open("/alerts/alr_cluster");

        Assert.Equal(["/alerts/alr_iran"], Links(page));
        Assert.Equal("UK, 2020-01-10 00:50 UTC: UK raises Iran ‹b›", Text(page, "section li"));
        Assert.DoesNotContain("SHA-256", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["/alerts/alr_iran"], Links((await Open("/alerts")).Page));
    }

    [Fact]
    public async Task Its_links_are_the_official_page_and_the_relays_own()
    {
        var (_, page) = await Open("/alerts/alr_iran");

        Assert.Equal(["https://www.gov.uk/foreign-travel-advice/iran", "/alerts/alr_iran.json"], Links(page));
    }

    [Theory]
    [InlineData("https://www.gov.uk.evil.example/foreign-travel-advice/iran", "uk-fcdo-travel")]
    [InlineData("http://www.gov.uk/foreign-travel-advice/iran", "uk-fcdo-travel")]
    [InlineData("https://eve@www.gov.uk/", "uk-fcdo-travel")]
    [InlineData("https://www.gov.uk/", "a-channel-of-before")]
    public async Task A_page_that_is_not_the_authoritys_own_is_not_linked(string link, string channel)
    {
        await Keep(SomePage.Iran with { Id = "alr_other", Link = new Uri(link), Channel = channel, References = [] });

        Assert.Equal(["/alerts/alr_other.json"], Links((await Open("/alerts/alr_other")).Page));
    }

    [Fact]
    public async Task Nothing_but_its_own_style_may_be_loaded_and_nothing_is_stored_at_the_reader()
    {
        var (answer, page) = await Open("/alerts/alr_iran");

        Assert.Matches(
            "^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; script-src 'self'; img-src 'self'; form-action 'none'; "
            + "base-uri 'none'; frame-ancestors 'none'$",
            answer.Headers["Content-Security-Policy"]);
        Assert.Equal(
            ("nosniff", "no-referrer", "public, max-age=30"),
            (answer.Headers["X-Content-Type-Options"], answer.Headers["Referrer-Policy"], answer.Headers["Cache-Control"]));
        Assert.False(answer.Headers.ContainsKey("Set-Cookie"));
        Assert.Equal(SiteFiles.Script.Path, Assert.Single(page.Scripts).GetAttribute("src"));
        Assert.Empty(page.QuerySelectorAll("script:not([src]), img, iframe, object, embed, form, link[rel=stylesheet], [style], [onclick]"));
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Who_has_the_page_already_is_sent_nothing_and_HEAD_tells_what_there_is()
    {
        var first = await _api.Look("/alerts/alr_iran");
        var again = await _api.Send(HttpMethod.Get, "/alerts/alr_iran", headers: ("If-None-Match", first.Headers["ETag"]));
        var head = await _api.Send(HttpMethod.Head, "/alerts/alr_iran");

        Assert.Equal((HttpStatusCode.NotModified, "", first.Headers["ETag"]), (again.Status, again.Text, again.Headers["ETag"]));
        Assert.Equal((HttpStatusCode.OK, "", first.Headers["Content-Length"]), (head.Status, head.Text, head.Headers["Content-Length"]));
    }

    [Fact]
    public async Task The_same_alert_is_there_for_programs()
    {
        var answer = await _api.Look("/alerts/alr_iran.json");

        Assert.Equal("application/json; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Equal((await _api.Look("/api/v1/alerts/alr_iran", _api.Acme)).Text, answer.Text);
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_people_in_a_page_and_to_programs_as_a_problem()
    {
        var (answer, page) = await Open("/alerts/alr_none", HttpStatusCode.NotFound);

        Assert.Equal(("This alert does not exist", "Accept", "no-store"), (Text(page, "h1"), answer.Headers["Vary"], answer.Headers["Cache-Control"]));
        Assert.Equal("not-found", (await _api.Look("/alerts/alr_none")).Word);
        Assert.Equal("not-found", (await _api.Look("/alerts/alr_none.json")).Word);
    }

    [Fact]
    public async Task Tests_and_the_health_of_channels_are_nobodys_business()
    {
        await Keep(SomePage.Iran with { Id = "alr_health", Health = HealthKind.Failing });
        await Keep(SomePage.Iran with { Id = "alr_test", Marks = [TestAlert.Mark] });

        Assert.Equal(HttpStatusCode.NotFound, (await _api.Look("/alerts/alr_health")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.Look("/alerts/alr_test")).Status);
        Assert.Equal(["/alerts/alr_iran"], Links((await Open("/alerts")).Page));
    }

    [Fact]
    public async Task The_newest_alerts_are_listed_page_by_page()
    {
        for (var number = 0; number < 60; number++)
            await Keep(SomePage.Iran with { Id = $"alr_{number:D2}", DetectedAt = SomePage.Iran.DetectedAt.AddMinutes(number) });

        var (_, first) = await Open("/alerts");
        var (_, second) = await Open(Links(first)[^1]);

        Assert.Equal(("/alerts/alr_59", "Older alerts"), (Links(first)[0], Text(first, "a[rel=next]")));
        Assert.Equal((11, "Friday, 10 January 2020"), (second.QuerySelectorAll("ol li").Length, Text(second, "h2")));
        Assert.Contains(
            "■ Extreme · raised · Foreign, Commonwealth & Development Office · 2020-01-10 00:50 UTC",
            second.QuerySelectorAll("ol li")[^1].TextContent,
            StringComparison.Ordinal);
        Assert.Equal("is not one of this list's; send the cursor of the page before as it is, or none to begin.", (await _api.Look(
            "/alerts?cursor=whatever")).Error("cursor"));
        Assert.Equal("invalid-request", (await _api.Look("/alerts?page=2")).Word);
    }

    [Fact]
    public async Task An_operator_who_wants_no_public_pages_has_none()
    {
        await using var api = await ApiHost.Start(services => services.Configure<RelayOptions>(relay => relay.PublicPages = false));
        await api.Get<IAlertStore>().Append(SomePage.Iran, ApiHost.Cancellation);

        foreach (var path in new[] { "/alerts", "/alerts/alr_iran", "/alerts/alr_iran.json" })
            Assert.Equal("no-such-route", (await api.Look(path)).Word);
    }

    [Fact]
    public async Task Behind_a_proxy_its_links_stay_below_the_proxys_path()
    {
        await using var api = await ApiHost.Start(services => services.Configure<RelayOptions>(relay => relay.BaseUrl = "https://example.org/relay/"));
        await api.Get<IAlertStore>().Append(SomePage.Iran, ApiHost.Cancellation);

        Assert.Contains("href=\"/relay/alerts/alr_iran\"", (await api.Look("/alerts")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_in_haste_is_told_to_wait_and_a_probe_is_not()
    {
        for (var number = 0; number < 600; number++)
            Assert.Equal(HttpStatusCode.OK, (await _api.Look("/alerts/alr_iran")).Status);

        Assert.Equal("too-many-requests", (await _api.Look("/alerts")).Word);
        Assert.Equal(HttpStatusCode.OK, (await _api.Look("/health/live")).Status);
    }

    private Task<bool> Keep(Alert alert) => _api.Get<IAlertStore>().Append(alert, ApiHost.Cancellation);

    private async Task<(Answer Answer, IHtmlDocument Page)> Open(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = await _api.Send(HttpMethod.Get, path, headers: Browser);
        Assert.Equal(status, answer.Status);
        return (answer, new HtmlParser().ParseDocument(answer.Text));
    }

    private static string Text(IHtmlDocument page, string selector) => Line(page.QuerySelector(selector)!);

    private static string Line(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<string> Links(IHtmlDocument page) => [.. page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")!)];
}
