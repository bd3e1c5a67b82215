using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Tests.Api;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Pages;

/// <summary>Who got an alert, and why somebody did not.</summary>
public sealed class ExplanationPagesTests : IAsyncLifetime
{
    private const string Page = "/alerts/alr_1/deliveries";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        await _api.Get<IAlertStore>().Append(Some.Alert("alr_1", at: _api.Time.GetUtcNow()), ApiHost.Cancellation);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_duty_officer_sees_who_got_an_alert_and_finds_out_why_somebody_did_not()
    {
        var got = await _api.Subscribe(_api.Acme, """{"name":"duty desk","target":"https://receiver.example.org/1"}""");
        var missed = await _api.Subscribe(_api.Acme, """{"name":"Iraq desk","target":"https://receiver.example.org/2","filter":{"countries":["IQ"]}}""");
        await _api.Get<FanOutDispatcher>().SendBatch(new FanOutBatch("alr_1"), ApiHost.Cancellation);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Page);

        Assert.Equal("An office raises IR", browser.Heading);
        Assert.Equal(
            ["duty desk", "delivered", "2020-01-03 12:00 UTC", "1", ""], browser.Texts("tbody td"));
        Assert.Equal($"/subscriptions/{got}", browser.Page.QuerySelector("tbody a")!.GetAttribute("href"));
        Assert.Equal(["Iraq desk", "duty desk"], browser.Texts("datalist option").Order(StringComparer.Ordinal));
        Assert.Equal("get", browser.Page.QuerySelector("form.filter")!.GetAttribute("method"));

        await browser.Open($"{Page}?subscription={missed}");
        Assert.Equal("Not sent: the filter's countries are IQ; the alert is about IR.", browser.Text(".explanation"));
        Assert.Contains($"/api/v1/alerts/alr_1/explanation?subscription={missed}", browser.Text("details code"), StringComparison.Ordinal);
        await browser.Open($"{Page}?subscription={got}");
        Assert.StartsWith("It was delivered at 2020-01-03 12:00 UTC", browser.Text(".message.good .explanation"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_subscription_of_the_tenant_is_said_beside_the_form()
    {
        var foreign = await _api.Subscribe(_api.Globex);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Page);

        await browser.Open($"{Page}?subscription={foreign}");
        Assert.Equal($"There is no subscription '{foreign}' that this key may see.", browser.Text("[role=alert]"));
        Assert.Equal(foreign, browser.Page.QuerySelector("input[name=subscription]")!.GetAttribute("value"));
        await browser.Open($"{Page}?subscription={Uri.EscapeDataString("<script>alert(1)</script>")}");
        Assert.Null(browser.Page.QuerySelector("main script"));
        await browser.Open("/alerts/alr_none/deliveries");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task A_long_list_has_a_link_to_the_rest_and_tenants_see_their_own()
    {
        for (var number = 0; number < 60; number++)
        {
            await _api.Get<IDeliveryStore>().Save(
                new DeliveryRecord("alr_1", $"sub_gone{number}", DeliveryStatus.Dead, 3, Some.Friday, Reason: "answered HTTP <b>503</b>"),
                ApiHost.Cancellation);
        }

        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, Page);
        Assert.Equal(50, browser.Texts("tbody tr").Count());
        Assert.Null(browser.Page.QuerySelector("tbody b"));
        await browser.Open(browser.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(10, browser.Texts("tbody tr").Count());
        Assert.Null(browser.Page.QuerySelector("a[rel=next]"));
        using var tenant = await BrowserSession.SignedIn(_api, _api.Acme, Page);
        Assert.Empty(tenant.Texts("tbody tr"));
        Assert.StartsWith("There are no deliveries of this alert", tenant.Text("h2#delivered-to + p"), StringComparison.Ordinal);
    }
}
