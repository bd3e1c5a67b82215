using System.Net;
using AlertRelay.Channels;
using AlertRelay.Polling;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Polling;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Pages;

public sealed class ChannelPageTests : IAsyncLifetime
{
    private const string Path = "/channels/xx-test-travel", Iran = "example.org/Iran";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start(services => services.AddSingleton(new ChannelCatalog([PollingTrial.StateLike()])));
        await Poll(("Iran", 4), ("Iraq", 2));
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_list_leads_to_each_channel_and_to_the_clusters()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, "/channels");

        Assert.Equal((HttpStatusCode.OK, "Channels"), (browser.Status, browser.Heading));
        Assert.Equal("✓ Works", browser.Text("tbody .state"));
        await browser.Open(browser.Page.QuerySelector("tbody a")!.GetAttribute("href")!);
        Assert.Equal((HttpStatusCode.OK, Path), (browser.Status, browser.Path));
        await browser.Open("/channels/clusters");
        Assert.Equal((HttpStatusCode.OK, "Countries that several governments raised"), (browser.Status, browser.Heading));
    }

    [Fact]
    public async Task A_channel_shows_what_was_sent_what_is_shown_and_for_how_long_it_is_held()
    {
        await Poll(("Iran", 1), ("Iraq", 2));
        _api.Time.Advance(TimeSpan.FromHours(3));
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Path);

        var rows = browser.Page.QuerySelectorAll("section, table").Last(table => table.QuerySelector("td a") is not null).QuerySelectorAll("tbody tr");
        var held = rows.Single(row => row.TextContent.Contains("Iran", StringComparison.Ordinal)).QuerySelectorAll("td")
            .Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal(
            ("Do not travel (Extreme)", "Exercise normal precautions (Minor)", "3 hours"), (held[1], held[3], held[4]));
        Assert.Contains("held", held[5]);
        Assert.Contains("60 polls", browser.Text("details summary"));

        await browser.Open($"{Path}?held=true");
        Assert.Equal(1, browser.Page.QuerySelectorAll("tbody td a").Length);
    }

    [Fact]
    public async Task A_wrong_filter_is_said_beside_it_and_the_rest_of_the_page_stays()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"{Path}?country=ZZZ");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.NotEqual("(no [role=alert])", browser.Text("[role=alert]"));
        Assert.Equal("ZZZ", browser.Page.QuerySelector("input[name=country]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Poll_now_says_when()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, Path);

        await browser.Submit($"form[action='{Path}/poll']");

        Assert.StartsWith("The channel is polled at 2020-01-03 12:05 UTC.", browser.Text(".message p"));
        Assert.Contains("/api/v1/channels/xx-test-travel/poll'", browser.Text(".message code"));
        Assert.Equal("2020-01-03 12:05 UTC", browser.Texts("dd time").ElementAt(2));
    }

    [Fact]
    public async Task Another_address_is_tried_and_what_was_read_is_shown()
    {
        _api.Publisher.Shown = url => url.Host == "mirror.example.org" ? Publisher.Feed(("<script>alert(1)</script>", 4), ("Iraq", 2)) : null;
        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, Path);

        await browser.Submit($"form[action='{Path}/try']", ("url", "https://mirror.example.org/feed.xml"));

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.StartsWith("Entries that can be parsed: ", browser.Text("section.message p"));
        Assert.Empty(browser.Page.QuerySelectorAll("main script"));
        Assert.Equal("https://mirror.example.org/feed.xml", browser.Page.QuerySelector("input[name=url]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_private_address_is_refused_beside_its_field_and_nothing_is_lost()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, Path);

        await browser.Submit($"form[action='{Path}/try']", ("url", "https://10.0.0.1/feed.xml"));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.StartsWith("The target lies inside a private network", browser.Text("#try-error"));
        Assert.Equal("https://10.0.0.1/feed.xml", browser.Page.QuerySelector("input[name=url]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Who_is_no_operator_sees_no_buttons_and_is_refused()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Path);
        Assert.Empty(browser.Page.QuerySelectorAll("form[method=post][action^='/channels']"));
        var token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        await browser.Post($"{Path}/poll", [new("__RequestVerificationToken", token)]);
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        await browser.Post($"{Path}/try", [new("__RequestVerificationToken", token), new("url", "https://mirror.example.org/")]);
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    [Fact]
    public async Task One_notice_shows_its_versions_with_their_times_and_the_reason()
    {
        await Poll(("Iran", 3), ("Iraq", 2));
        await Poll(("Iran", 3), ("Iraq", 2));
        await Poll(("Iran", 4), ("Iraq", 2));
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"{Path}/notices/{Uri.EscapeDataString(Iran)}");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Iran", browser.Heading);
        Assert.Equal(
            ["Do not travel (Extreme)", "Reconsider travel (Severe)", "Do not travel (Extreme)"], browser.Texts("tbody td:nth-child(3)"));
        Assert.Equal(2, browser.Page.QuerySelectorAll("main a[href^='/alerts/']").Length);
        Assert.Equal("en", browser.Page.QuerySelector("details .said")!.GetAttribute("lang"));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme);
        await browser.Open("/channels/none");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        await browser.Open($"{Path}/notices/none");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        await browser.Open("/channels/clusters/notices/none");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    private async Task Poll(params (string Country, int Level)[] shown)
    {
        _api.Publisher.Shows(shown);
        if (await _api.Get<IChannelStore>().Find("xx-test-travel", ApiHost.Cancellation) is not null)
            _api.Time.Advance(TimeSpan.FromMinutes(15));
        await _api.Get<ChannelPoller>().Poll(_api.Get<ChannelCatalog>().Find("xx-test-travel")!, ApiHost.Cancellation);
    }
}
