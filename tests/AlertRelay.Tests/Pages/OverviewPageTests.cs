using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Polling;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Polling;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Pages;

public sealed class OverviewPageTests
{
    private static readonly ChannelCatalog Catalog = new([PollingTrial.StateLike() with { Name = "Test <travel> advice" }]);

    [Fact]
    public async Task The_first_line_says_that_all_is_well_by_symbol_and_word()
    {
        await using var api = await Start();
        await Poll(api);
        using var browser = await BrowserSession.SignedIn(api, api.Acme);

        Assert.Equal((HttpStatusCode.OK, "Overview"), (browser.Status, browser.Heading));
        Assert.Equal("✓ All is well", browser.Text(".message .state"));
        Assert.Equal("Test <travel> advice", browser.Text("tbody td a"));
        Assert.StartsWith("Latest polls: 0 unchanged, 1 read", browser.Page.QuerySelector("svg.polls")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task What_is_not_well_is_a_list()
    {
        await using var api = await Start();
        using var browser = await BrowserSession.SignedIn(api, api.Admin);

        Assert.Equal("✕ Needs attention", browser.Text(".message .state"));
        Assert.Equal(["No channel was polled yet."], browser.Texts(".message li"));
    }

    [Fact]
    public async Task Outcomes_of_the_last_day_are_counted()
    {
        await using var api = await Start();
        for (var i = 0; i < 1_234; i++)
            api.Get<OutcomeCounts>().Add("acme", DeliveryStatus.Delivered);
        await api.Get<OutcomeCounts>().Save(ApiHost.Cancellation);
        using var browser = await BrowserSession.SignedIn(api, api.Acme);

        Assert.Equal("1,234", browser.Text(".counts dd"));
        Assert.Contains("half a minute old", browser.Text("main"));
    }

    [Fact]
    public async Task A_visitor_sees_what_the_relay_is_and_the_latest_alerts_but_no_channels()
    {
        await using var api = await Start();
        for (var i = 0; i < 9; i++)
            await api.Get<IAlertStore>().Append(AlertRelay.Tests.Api.Some.Alert($"alt_{i}"), ApiHost.Cancellation);
        using var browser = new BrowserSession(api);

        await browser.Open("/");

        Assert.Equal((HttpStatusCode.OK, "AlertRelay", 5), (browser.Status, browser.Heading, browser.Page.QuerySelectorAll(".alerts li").Length));
        Assert.Empty(browser.Page.QuerySelectorAll("table"));
        Assert.NotNull(browser.Page.QuerySelector("main a[href='/countries']"));
    }

    [Fact]
    public async Task An_operator_may_show_the_state_of_channels_to_visitors_and_hide_the_alerts()
    {
        await using var api = await Start(relay => (relay.PublicStatus, relay.PublicPages) = (true, false));
        await Poll(api, HttpStatusCode.ServiceUnavailable);
        await api.Get<IAlertStore>().Append(AlertRelay.Tests.Api.Some.Alert("alt_1"), ApiHost.Cancellation);
        using var browser = new BrowserSession(api);

        await browser.Open("/");

        Assert.Equal("! Last poll failed", browser.Text("tbody .state"));
        Assert.DoesNotContain("503", browser.Text("main"));
        Assert.Empty(browser.Page.QuerySelectorAll(".alerts"));
    }

    [Fact]
    public async Task A_program_gets_the_document_that_it_got_before()
    {
        await using var api = await Start();

        Assert.Equal("AlertRelay", (await api.Look("/")).Json["name"]!.GetValue<string>());
    }

    private static Task<ApiHost> Start(Action<RelayOptions>? change = null) => ApiHost.Start(services =>
    {
        services.AddSingleton(Catalog);
        services.Configure<RelayOptions>(relay => change?.Invoke(relay));
    });

    private static Task<PollReport> Poll(ApiHost api, HttpStatusCode status = HttpStatusCode.OK)
    {
        api.Publisher.Shows(("Iran", 3));
        api.Publisher.Status = status;
        return api.Get<ChannelPoller>().Poll(Catalog.All[0], ApiHost.Cancellation);
    }
}
