using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

/// <summary>Events of the relay itself have a page for people who may know of them.</summary>
public sealed class EventPageTests : IAsyncLifetime
{
    private const string Heartbeat = "/alerts/hbt_20200103", Health = "/alerts/alr_health", Disabled = "/alerts/sev_1";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        var now = _api.Time.GetUtcNow();
        await Keep(RelayEvents.New("hbt_20200103", ":heartbeat", now) with { Heartbeat = new(now.AddDays(-1), 1, [], 0), Headline = "Heartbeat" });
        await Keep(SomePage.Iran with { Id = "alr_health", Health = HealthKind.Failing, References = [], Headline = "UK cannot be read" });
        await Keep(RelayEvents.New("sev_1", ":subscription:sub_1", now) with
        {
            Subscription = new SubscriptionEvent("acme", "sub_1", SubscriptionEventKind.Disabled),
            Headline = "Subscription sub_1 is disabled",
        });
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("/", Heartbeat, "Heartbeat")]
    [InlineData("/channels/uk-fcdo-travel", Health, "UK cannot be read")]
    public async Task Pages_that_name_an_event_lead_to_it(string path, string link, string heading)
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, path);

        await browser.Open(browser.Page.QuerySelector($"main a[href='{link}']")!.GetAttribute("href")!);

        Assert.Equal((HttpStatusCode.OK, heading), (browser.Status, browser.Heading));
    }

    [Theory]
    [InlineData(Health, "/channels/uk-fcdo-travel")]
    [InlineData(Disabled, "/subscriptions/sub_1")]
    public async Task An_event_leads_to_what_it_is_about(string path, string about)
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, path);

        Assert.Equal(about, browser.Page.QuerySelector("main .button")!.GetAttribute("href"));
        Assert.Empty(browser.Page.QuerySelectorAll("a[href$='.json'], link[rel=alternate]"));
    }

    [Fact]
    public async Task Another_tenants_event_does_not_exist()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Globex);
        await browser.Open(Disabled);

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.Look(Heartbeat)).Status);
    }

    private Task<bool> Keep(Alert alert) => _api.Get<IAlertStore>().Append(alert, ApiHost.Cancellation);
}
