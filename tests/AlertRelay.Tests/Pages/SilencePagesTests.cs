using System.Net;
using AlertRelay.Auditing;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

/// <summary>Silences and quiet hours: seeing, setting and ending them.</summary>
public sealed class SilencePagesTests : IAsyncLifetime
{
    private const string Add = "form[action$='/add']", End = "form[action$='/end']", Hours = "form[action$='/quiet-hours']";

    private ApiHost _api = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _id = await _api.Subscribe(_api.Acme, """{"name":"duty desk","target":"https://receiver.example.org/"}""");
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_silence_is_set_seen_and_ended_from_the_browser()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, "/silences");
        Assert.Equal(["Silences and quiet hours", "No subscription has silences or quiet hours."], browser.Texts("h1, h1 ~ p:not(.soft)"));
        await browser.Open($"/silences?subscription={_id}");
        Assert.Equal(("/silences/" + _id, "Silences of duty desk"), (browser.Path, browser.Heading));

        await browser.Submit(Add, ("filter.countries", "ir, IQ"), ("filter.keywords", "quake"), ("until", "2020-01-05T09:30"), ("reason", "exercise <b>"));
        Assert.StartsWith("The silence is set.", browser.Text(".message p"), StringComparison.Ordinal);
        Assert.Contains("If-Match: \"", browser.Text(".message code"), StringComparison.Ordinal);
        Assert.Equal(
            ["Countries: Iran, Iraq; Keywords: quake", "2020-01-05 09:30 UTC", "exercise <b>", "acme, 2020-01-03 12:00 UTC", "0"],
            browser.Texts("#silence-0 td").Take(5));
        await browser.Open("/silences");
        Assert.Equal(
            ["duty desk", "Countries: Iran, Iraq; Keywords: quake", "2020-01-05 09:30 UTC", "exercise <b>", "acme, 2020-01-03 12:00 UTC"],
            browser.Texts("tbody td"));

        await browser.Open($"/silences/{_id}");
        await browser.Submit(Add, ("all", "true"), ("until", "2020-01-06T00:00"), ("reason", "all"));
        Assert.Equal(2, browser.Texts("tbody tr").Count());
        await browser.Submit("#silence-0 form");
        Assert.Equal(("The silence has ended.", "all alerts"), (browser.Text(".message p"), browser.Text("#silence-0 td")));
    }

    [Fact]
    public async Task Quiet_hours_are_set_and_removed_from_the_browser()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/silences/{_id}");

        await browser.Submit(Hours, ("noise.quietHours.from", "11:00"), ("noise.quietHours.to", "13:00"), ("noise.quietHours.zone", "UTC"));
        Assert.Equal("Quiet hours from 11:00 to 13:00, UTC, in quiet hours now · acme, 2020-01-03 12:00 UTC", Line(browser.Text("h2:last-of-type + p")));
        await browser.Open("/silences");
        Assert.Equal(["duty desk", "Quiet hours from 11:00 to 13:00, UTC", "in quiet hours now"], browser.Texts("tbody td").Take(3));
        await browser.Open($"/silences/{_id}");
        await browser.Submit("form[action$='/quiet-hours/remove']");
        Assert.Equal("The quiet hours are removed.", browser.Text(".message p"));
        Assert.Null(browser.Page.QuerySelector("form[action$='/quiet-hours/remove']"));
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_that_was_written_is_lost()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/silences/{_id}");

        await browser.Submit(Add, ("filter.countries", "Iran"), ("filter.keywords", "quake"), ("until", "2020-01-02T00:00"), ("reason", "x"));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("is past, so nothing would be silenced", browser.Text("#until-error"), StringComparison.Ordinal);
        Assert.Equal("quake", browser.Value("#filter-keywords"));
        await browser.Submit(Add, ("until", "2020-01-05T00:00"));
        Assert.Contains("did you mean 'IR' (Iran)?", browser.Text("#filter-countries-error"), StringComparison.Ordinal);
        await browser.Submit(Add, ("filter.countries", ""), ("until", "tomorrow"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.Submit(Hours, ("noise.quietHours.from", "22:00"), ("noise.quietHours.to", "22:00"), ("noise.quietHours.zone", "Mars"));
        Assert.Contains("IANA name", browser.Text("#noise-quietHours-zone-error"), StringComparison.Ordinal);
        Assert.Equal("Mars", browser.Value("#noise-quietHours-zone"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("IR", "true")]
    public async Task A_silence_says_whether_it_is_of_all_alerts_or_of_some(string countries, string? all = null)
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/silences/{_id}");
        (string, string)[] written = [("filter.countries", countries), ("until", "2020-01-05T00:00"), ("reason", "exercise")];

        await browser.Submit(Add, all is null ? written : [.. written, ("all", all)]);

        Assert.Equal((HttpStatusCode.BadRequest, "exercise"), (browser.Status, browser.Value("#reason")));
        Assert.Equal("Enter countries, channels or keywords, or tick only \"All alerts of this subscription\".", browser.Text("#all-error"));
        await browser.Open($"/silences/{_id}");
        Assert.Equal("No silences are active.", browser.Text("#silences + p"));
    }

    [Fact]
    public async Task A_form_from_an_older_version_of_the_subscription_changes_nothing_and_says_what_to_do()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/silences/{_id}");
        await _api.Send(
            HttpMethod.Patch, $"/api/v1/subscriptions/{_id}", _api.Acme, """{"name":"renamed"}""", ("Content-Type", "application/merge-patch+json"));

        await browser.Submit(Add, ("all", "true"), ("until", "2020-01-05T00:00"), ("reason", "exercise"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, browser.Status);
        Assert.Contains("has version", browser.Text(".message.bad"), StringComparison.Ordinal);
        Assert.Equal("exercise", browser.Value("#reason"));
        await browser.Submit(Add);
        Assert.StartsWith("The silence is set.", browser.Text(".message p"), StringComparison.Ordinal);
        await browser.Post($"/silences/{_id}/end", [new("index", "0"), new("version", "1")]);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
    }

    [Fact]
    public async Task Readers_see_the_same_without_a_button_and_other_tenants_nothing()
    {
        using (var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/silences/{_id}"))
            await browser.Submit(Add, ("all", "true"), ("until", "2020-01-05T00:00"), ("reason", "exercise"));
        var reader = (await _api.Get<ApiKeyService>().Create(new KeyDraft("reader", "acme", Role.Reader), Actor.CommandLine, ApiHost.Cancellation)).Key;

        using var reading = await BrowserSession.SignedIn(_api, reader, $"/silences/{_id}");
        Assert.Equal("exercise", reading.Texts("#silence-0 td").ElementAt(2));
        Assert.Empty(reading.Page.QuerySelectorAll("main form"));
        using var other = await BrowserSession.SignedIn(_api, _api.Globex, "/silences");
        Assert.Empty(other.Texts("tbody tr"));
        await other.Open($"/silences/{_id}");
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
    }

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
