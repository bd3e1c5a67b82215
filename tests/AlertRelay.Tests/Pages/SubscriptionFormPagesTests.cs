using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Tests.Api;
using AngleSharp.Html.Dom;
using Some = AlertRelay.Tests.Api.Some;

namespace AlertRelay.Tests.Pages;

public sealed class SubscriptionFormPagesTests : IAsyncLifetime
{
    private const string Form = "form.subscription", New = "/subscriptions/new";

    private const string Webhook = "https://receiver.example.org/alerts";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_webhook_is_made_with_all_that_was_chosen_and_its_secret_is_shown_once()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, New);

        await browser.Submit(
            Form, Save, ("target", Webhook), ("name", "duty desk"), ("filter.channels", "uk-fcdo-travel"), ("filter.channels", "de-aa-travel"),
            ("filter.countries", "Iran, IQ\nKorea, North"), ("filter.minimumSeverity", "Severe"), ("filter.changes", "raised"),
            ("filter.keywords", "storm, flood\nquake"), ("filter.languages", "en, de"), ("noise.groupFor", "5m"), ("noise.digest.every", "day"),
            ("noise.digest.at", "07:00"), ("noise.digest.zone", "Europe/Berlin"), ("headers", "X-Team: travel: desk"), ("snapshot", "true"));

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal("The subscription is created and active.", browser.Text(".message p"));
        Assert.StartsWith("whsec_", Secret(browser), StringComparison.Ordinal);
        var made = (await _api.Look($"/api/v1{browser.Path}", _api.Acme)).Json;
        Assert.Equal(
            """["de-aa-travel","uk-fcdo-travel"] ["IR","IQ","KP"] ["en","de"] ["storm, flood","quake"]""",
            string.Join(' ', new[] { "channels", "countries", "languages", "keywords" }.Select(name => made["filter"]![name]!.ToJsonString())));
        Assert.Equal(
            ("duty desk", "00:05:00", "Europe/Berlin", "***"),
            (made["name"]!.GetValue<string>(), made["noise"]!["groupFor"]!.GetValue<string>(), made["noise"]!["digest"]!["zone"]!.GetValue<string>(),
                made["headers"]!["X-Team"]!.GetValue<string>()));
        await browser.Open(browser.Path);
        Assert.DoesNotContain("whsec_", browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_stand_beside_their_fields_and_nothing_that_was_typed_is_lost()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, New);

        await browser.Submit(
            Form, Save, ("target", "http://127.0.0.1/"), ("filter.channels", "uk-fcdo-travel"), ("filter.channels", "uk-fcdo-travell"),
            ("filter.countries", "Iran\nAtlantis"), ("noise.groupFor", "soon"), ("noise.digest.every", "day"), ("noise.quietHours.from", "22:00"),
            ("headers", "Host: example.org"), ("allowDuplicate", "true"));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("did you mean 'uk-fcdo-travel'", browser.Text("#filter-channels-error"), StringComparison.Ordinal);
        Assert.Contains("'Atlantis' is no ISO 3166 code", browser.Text("#filter-countries-error"), StringComparison.Ordinal);
        Assert.All(
            ["#target-error", "#noise-groupFor-error", "#noise-digest-at-error", "#noise-digest-zone-error", "#noise-quietHours-to-error", "#headers-error"],
            error => Assert.NotNull(browser.Page.QuerySelector(error)));
        Assert.Equal("noise-groupFor-error noise-groupFor-hint", browser.Page.QuerySelector("#noise-groupFor")!.GetAttribute("aria-describedby"));
        Assert.Equal(
            ("http://127.0.0.1/", "Iran\nAtlantis", "22:00", "Host: example.org"),
            (browser.Value("#target"), browser.Value("#filter-countries"), browser.Value("#noise-quietHours-from"), browser.Value("#headers")));
        Assert.Equal(["uk-fcdo-travel", "uk-fcdo-travell"], Chosen(browser, "filter.channels").Order());
        Assert.Equal(["true"], Chosen(browser, "allowDuplicate"));
        Assert.All(browser.Page.QuerySelectorAll("[role=alert] a"), link => Assert.NotNull(browser.Page.QuerySelector(link.GetAttribute("href")!)));
    }

    [Fact]
    public async Task The_filter_shows_how_many_alerts_of_the_past_month_it_matches_and_which()
    {
        var alerts = _api.Get<IAlertStore>();
        await alerts.Append(Some.Alert("new"), ApiHost.Cancellation);
        await alerts.Append(Some.Alert("other", country: "IQ"), ApiHost.Cancellation);
        await alerts.Append(Some.Alert("old", at: Some.Friday.AddDays(-40)), ApiHost.Cancellation);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, New);

        await browser.Submit(Form, ("do", "match"), ("filter.countries", "Iran"), ("name", "half typed"));

        Assert.Equal("1 alert of the past 31 days matches", browser.Text("section h2"));
        Assert.Equal("/alerts/new", browser.Page.QuerySelector("section li a")!.GetAttribute("href"));
        Assert.Equal(("Iran", "half typed"), (browser.Value("#filter-countries"), browser.Value("#name")));
        Assert.Equal(0, await Count());
    }

    [Fact]
    public async Task Sending_the_form_twice_makes_one_and_shows_the_same_secret()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, New);
        var form = browser.Page;
        await browser.Submit(Form, Save, ("target", Webhook));
        var (first, secret) = (browser.Path, Secret(browser));

        await browser.Post(New, Fields(form, ("target", Webhook)));

        Assert.Equal((first, secret), (browser.Path, Secret(browser)));
        Assert.Equal(1, await Count());
    }

    [Fact]
    public async Task A_form_that_was_used_says_so_and_can_make_another_one()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, New);
        var form = browser.Page;
        await browser.Submit(Form, Save, ("target", Webhook));
        await browser.Post(New, Fields(form, ("target", "https://receiver.example.org/second")));
        Assert.Contains("This form has already created a subscription", browser.Text("[role=alert]"), StringComparison.Ordinal);

        await browser.Submit(Form, Save);

        Assert.Equal("The subscription is created and active.", browser.Text(".message p"));
        Assert.Equal(2, await Count());
    }

    [Fact]
    public async Task Only_operators_choose_a_tenant_and_mark_targets_as_verified()
    {
        using var tenant = await BrowserSession.SignedIn(_api, _api.Acme, New);
        Assert.Null(tenant.Page.QuerySelector("[name=tenant], [name=verified]"));
        await tenant.Submit(Form, Save, ("target", Webhook), ("tenant", "globex"));
        Assert.Equal(HttpStatusCode.Forbidden, tenant.Status);

        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, New);
        await browser.Submit(Form, Save, ("target", "https://mute.example.org/"), ("tenant", "acme"), ("verified", "true"));

        Assert.Equal("The subscription is created and active.", browser.Text(".message p"));
        Assert.Contains("acme", browser.Texts("dd"));
    }

    [Fact]
    public async Task A_reader_sees_matches_and_makes_nothing()
    {
        var reader = (await _api.Get<ApiKeyService>().Create(
            new KeyDraft("desk", "acme", Role.Reader), AlertRelay.Auditing.Actor.CommandLine, ApiHost.Cancellation)).Key;
        using var browser = await BrowserSession.SignedIn(_api, reader, New);
        Assert.Null(browser.Page.QuerySelector("button[value=save]"));

        await browser.Submit(Form, ("do", "match"));
        Assert.StartsWith("0 alerts", browser.Text("section h2"), StringComparison.Ordinal);
        await browser.Submit(Form, Save, ("target", Webhook));

        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        Assert.Contains("A key of the role reader changes nothing", browser.Text("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(0, await Count());
    }

    [Fact]
    public async Task A_hostile_name_does_nothing()
    {
        const string Hostile = "</textarea></title>\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, New);
        await browser.Submit(Form, Save, ("target", Webhook), ("name", Hostile), ("filter.keywords", Hostile));
        var path = browser.Path;

        foreach (var page in new[] { path, $"{path}/edit", $"{path}/delete", $"{path}/recover", $"{path}/preview", $"{path}/deliveries", "/subscriptions" })
        {
            await browser.Open(page);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Empty(browser.Page.QuerySelectorAll("img, script:not([src]), [onerror]"));
            Assert.Contains(browser.Page.All, element => element.TextContent == Hostile);
        }
    }

    private static (string Name, string Value) Save => ("do", "save");

    private async Task<int> Count() => (await _api.Look("/api/v1/subscriptions", _api.Admin)).Json["subscriptions"]!.AsArray().Count;

    private static IEnumerable<string> Chosen(BrowserSession browser, string name) =>
        browser.Page.QuerySelectorAll($"input[name='{name}']").OfType<IHtmlInputElement>().Where(box => box.IsChecked).Select(box => box.Value);

    private static string Secret(BrowserSession browser) => browser.Page.QuerySelector("input.secret")?.GetAttribute("value") ?? "(none)";

    private static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlDocument page, params (string Name, string Value)[] values) =>
    [
        .. page.QuerySelectorAll($"{Form} input[type=hidden]").Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)),
        .. from value in ((string Name, string Value)[])[.. values, Save, ("filter.kinds", "alert")] select KeyValuePair.Create(value.Name, value.Value),
    ];
}
