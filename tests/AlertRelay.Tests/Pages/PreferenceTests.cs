using System.Net;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

public sealed class PreferenceTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Times_are_shown_in_UTC_and_in_a_zone_once_it_is_chosen()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, "/keys");
        Assert.Equal("2020-01-03 12:00 UTC", browser.Text("tbody time"));
        await browser.Open(browser.Page.QuerySelector("footer a")!.GetAttribute("href")!);

        await browser.Submit("form.stack", ("zone", "Asia/Kolkata"));

        Assert.Equal(("/keys", "2020-01-03 17:30 +05:30"), (browser.Path, browser.Text("tbody time")));
        Assert.Equal("2020-01-03T12:00:00Z", browser.Page.QuerySelector("tbody time")!.GetAttribute("datetime"));
        Assert.Contains("Times in Asia/Kolkata.", browser.Text("footer"));
    }

    [Theory]
    [InlineData(""), InlineData("Mars/Olympus"), InlineData("../../etc/passwd"), InlineData("W. Europe Standard Time"), InlineData("<b>")]
    public async Task A_zone_that_does_not_exist_is_refused(string zone)
    {
        using var browser = new BrowserSession(_api);
        await browser.Open("/preferences");

        await browser.Submit("form.stack", ("zone", zone));

        Assert.Equal((HttpStatusCode.BadRequest, "/preferences"), (browser.Status, browser.Path));
        Assert.StartsWith("This time zone is unknown", browser.Text("[role=alert]"));
    }

    [Fact]
    public async Task A_cookie_that_somebody_changed_means_UTC()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, "/keys");
        browser.Cookies.Add(_api.Client.BaseAddress!, new Cookie("alertrelay-zone", "..%2F..%2Fetc"));

        await browser.Open("/keys");

        Assert.Equal("2020-01-03 12:00 UTC", browser.Text("tbody time"));
    }

    [Fact]
    public async Task Choosing_leads_to_no_other_site()
    {
        using var browser = new BrowserSession(_api);
        await browser.Open("/preferences?next=//evil.example.org");

        await browser.Submit("form.stack", ("zone", "Europe/Berlin"), ("next", "https://evil.example.org"));

        Assert.Equal("/", browser.Path);
    }
}
