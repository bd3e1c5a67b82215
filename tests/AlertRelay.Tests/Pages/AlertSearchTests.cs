using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

/// <summary>The list of alerts as a visitor searches it.</summary>
public sealed class AlertSearchTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private BrowserSession _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _browser = new BrowserSession(_api);
        await Keep(Some.Alert("alr_1", severity: Severity.Extreme, country: "IR", at: Some.Friday) with { Headline = "Iran rises" });
        await Keep(Some.Alert("alr_2", severity: Severity.Minor, country: "IQ", at: Some.Friday.AddDays(1)) with
        {
            Headline = "Iraq <i>calm</i>",
            Text = "The airport is open.",
            Change = ChangeKind.Lowered,
        });
        await Keep(Some.Alert("alr_3", "us-cisa-kev", Severity.Severe, "US", Some.Friday.AddDays(1).AddHours(2)) with
        {
            Headline = "A flaw",
            Category = Category.Cyber,
        });
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Alerts_are_grouped_by_day_and_each_has_its_severity_once_by_symbol_and_word()
    {
        await _browser.Open("/alerts");

        Assert.Equal(["Saturday, 4 January 2020", "Friday, 3 January 2020"], _browser.Texts("h2"));
        Assert.Equal(["A flaw", "Iraq ‹i›calm‹/i›", "Iran rises"], Headlines());
        Assert.Equal(["▲ Severe", "● Minor", "■ Extreme"], _browser.Texts(".severity"));
        Assert.Empty(_browser.Page.QuerySelectorAll("main i"));
    }

    [Fact]
    public async Task Days_are_those_of_the_zone_in_which_times_are_written()
    {
        await Keep(Some.Alert("alr_late", at: new DateTimeOffset(2020, 1, 4, 23, 30, 0, TimeSpan.Zero)) with { Headline = "Late" });
        await _browser.Open("/preferences?next=%2Falerts");
        await _browser.Submit("form.stack", ("zone", "Asia/Kolkata"));

        Assert.Equal(("/alerts", "Sunday, 5 January 2020"), (_browser.Path, _browser.Text("h2")));
        Assert.EndsWith("2020-01-05 05:00 +05:30", _browser.Text("ol.alerts li"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("since=2020-01-05", "Late")]
    [InlineData("until=2020-01-04", "A flaw|Iraq ‹i›calm‹/i›|Iran rises")]
    public async Task Days_of_a_search_are_those_of_the_readers_zone(string query, string headlines)
    {
        await Keep(Some.Alert("alr_late", at: new DateTimeOffset(2020, 1, 4, 19, 0, 0, TimeSpan.Zero)) with { Headline = "Late" });
        await _browser.Open("/preferences?next=%2Falerts");
        await _browser.Submit("form.stack", ("zone", "Asia/Kolkata"));

        await _browser.Open($"/alerts?{query}");

        Assert.Equal(headlines, string.Join('|', Headlines()));
    }

    [Theory]
    [InlineData("text=AIRPORT+open", "Iraq ‹i›calm‹/i›")]
    [InlineData("country=IR", "Iran rises")]
    [InlineData("channel=us-cisa-kev", "A flaw")]
    [InlineData("minimumSeverity=Severe", "A flaw|Iran rises")]
    [InlineData("category=cyber", "A flaw")]
    [InlineData("change=lowered", "Iraq ‹i›calm‹/i›")]
    [InlineData("since=2020-01-04", "A flaw|Iraq ‹i›calm‹/i›")]
    [InlineData("until=2020-01-03", "Iran rises")]
    [InlineData("text=nothing", "")]
    public async Task Each_field_narrows_the_list_and_keeps_its_value(string query, string headlines)
    {
        await _browser.Open($"/alerts?{query}");

        Assert.Equal(headlines, string.Join('|', Headlines()));
        var (name, value) = (query.Split('=')[0], query.Split('=')[1].Replace('+', ' '));
        Assert.Equal(value, _browser.Page.QuerySelector($"input[name={name}]")?.GetAttribute("value")
            ?? _browser.Page.QuerySelector($"select[name={name}] option[selected]")!.GetAttribute("value"));
        Assert.Equal(headlines.Length == 0, _browser.Page.Body!.TextContent.Contains("No alerts match.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_page_keeps_the_search()
    {
        for (var number = 0; number < 60; number++)
            await Keep(Some.Alert($"alr_many_{number}", country: "FR", at: Some.Friday.AddMinutes(number)) with { Headline = $"France {number}" });

        await _browser.Open("/alerts?country=FR&text=france&category=travel&until=2020-01-31");
        Assert.Equal(50, Headlines().Count());
        await _browser.Open(_browser.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal(10, Headlines().Count());
        Assert.Equal(("2020-01-31", "travel"), (_browser.Value("input[name=until]"), _browser.Text("select[name=category] option[selected]")));
        Assert.Null(_browser.Page.QuerySelector("a[rel=next]"));
    }

    [Fact]
    public async Task Bad_values_come_back_with_what_to_write_beside_their_fields()
    {
        await _browser.Open("/alerts?text=flaw&country=Iran&since=yesterday&page=2");

        Assert.Equal(HttpStatusCode.BadRequest, _browser.Status);
        Assert.Equal(
            ["'Iran' is no ISO 3166 code of two letters; did you mean 'IR' (Iran)?", "write a time as in 2026-01-31 or 2026-01-31T09:00:00Z."],
            _browser.Texts("label .error"));
        Assert.StartsWith("page: is unknown", _browser.Text(".message.bad"), StringComparison.Ordinal);
        Assert.Equal("flaw", _browser.Page.QuerySelector("input[name=text]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Whoever_is_signed_in_sees_the_command_that_does_the_same()
    {
        using var reader = await BrowserSession.SignedIn(_api, _api.Acme, "/alerts?text=flaw&until=2020-01-31");

        Assert.EndsWith("/api/v1/alerts?text=flaw&until=2020-02-01T00%3A00%3A00Z'", reader.Text("main details code"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Previews_of_its_link_have_a_title_a_sentence_and_the_address()
    {
        await _browser.Open("/alerts/alr_1");

        Assert.Equal("Iran rises", Meta("og:title"));
        Assert.Equal($"{_api.Client.BaseAddress}alerts/alr_1", Meta("og:url"));
        Assert.NotEqual("", Meta("og:description"));
        Assert.Equal(Meta("og:description"), _browser.Page.QuerySelector("meta[name=description]")!.GetAttribute("content"));
    }

    private string Meta(string property) => _browser.Page.QuerySelector($"meta[property='{property}']")!.GetAttribute("content")!;

    private IEnumerable<string> Headlines() => _browser.Texts("ol.alerts a");

    private Task<bool> Keep(Alert alert) => _api.Get<IAlertStore>().Append(alert, ApiHost.Cancellation);
}
