using System.Net;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Api;
using Some = AlertRelay.Tests.Api.Some;

namespace AlertRelay.Tests.Pages;

public sealed class SubscriptionPagesTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private string _id = "";

    private string Path => $"/subscriptions/{_id}";

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _id = await _api.Subscribe(_api.Acme);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_list_is_narrowed_by_state_and_by_tenant()
    {
        var other = await _api.Subscribe(_api.Globex, """{"target":"https://mute.example.org/","name":"mute desk"}""");
        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, "/subscriptions");
        Assert.Equal(["duty desk", "mute desk"], browser.Texts("tbody td:first-child").Order());

        await browser.Open("/subscriptions?status=unverified&tenant=");
        Assert.Equal($"/subscriptions/{other}", browser.Page.QuerySelector("tbody a")!.GetAttribute("href"));
        Assert.Equal("unverified", browser.Text("option[selected]"));
        await browser.Open("/subscriptions?tenant=acme");
        Assert.Equal(["duty desk"], browser.Texts("tbody td:first-child"));
        await browser.Open("/subscriptions?status=disabled");
        Assert.Equal("No subscriptions match.", browser.Text("main > p:not(.actions)"));
    }

    [Fact]
    public async Task A_long_list_goes_on_with_the_same_filter()
    {
        for (var number = 0; number < 60; number++)
            await _api.Subscribe(_api.Admin, Some.SubscriptionBody);
        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, "/subscriptions?status=active");
        Assert.Equal(50, browser.Texts("tbody tr").Count());

        await browser.Open(browser.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal((11, "active"), (browser.Texts("tbody tr").Count(), browser.Text("option[selected]")));
    }

    [Theory]
    [InlineData("pause", "subscription.paused", "The subscription is paused.")]
    [InlineData("test", "subscription.tested", "The receiver has the test alert. It took ")]
    [InlineData(
        "rotate-secret", "subscription.secret-rotated",
        "The secret was rotated. Give the new one to the receiver. The old one stays valid until 2020-01-04 12:00 UTC.")]
    public async Task Each_button_says_what_it_did_and_is_in_the_audit_log(string verb, string action, string sentence)
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Path);
        var curl = browser.Text($"form[action='{Path}/{verb}'] code");

        await browser.Submit($"form[action='{Path}/{verb}']");

        Assert.Equal(Path, browser.Path);
        Assert.StartsWith(sentence, browser.Text(".message p"), StringComparison.Ordinal);
        Assert.Equal(curl, browser.Text(".message code"));
        Assert.Equal((action, "acme"), await LastChange());
    }

    [Fact]
    public async Task Pressing_the_button_for_a_test_twice_sends_one()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Path);
        var form = browser.Page.QuerySelectorAll($"form[action='{Path}/test'] input")
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)).ToList();
        await browser.Post($"{Path}/test", form);
        _api.Time.Advance(TimeSpan.FromSeconds(1));

        await browser.Post($"{Path}/test", form);

        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("was sent before", browser.Text("main"), StringComparison.Ordinal);
        await browser.Open(Path);
        Assert.Single(browser.Texts("li a[href^='/deliveries/']"));
        await browser.Submit($"form[action='{Path}/test']");
        Assert.Equal(2, browser.Texts("li a[href^='/deliveries/']").Count());
    }

    [Fact]
    public async Task A_test_message_that_fails_says_why()
    {
        _id = await _api.Subscribe(_api.Acme, """{"target":"https://busy.example.org/"}""");
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Path);

        await browser.Submit($"form[action='{Path}/test']");

        Assert.StartsWith("The receiver does not have the test alert: answered HTTP 503.", browser.Text(".message.bad p"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_message_is_among_the_deliveries()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Path);
        await browser.Submit($"form[action='{Path}/test']");
        Assert.Equal("Test alert", browser.Text("li a[href^='/deliveries/']"));

        await browser.Open(browser.Page.QuerySelector("li a[href^='/deliveries/']")!.GetAttribute("href")!);

        Assert.Equal("Delivery: Test alert", browser.Heading);
        Assert.Null(browser.Page.QuerySelector("main form"));
    }

    [Fact]
    public async Task Rotating_twice_rotates_once_and_says_what_to_do()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Path);
        var form = browser.Page.QuerySelectorAll($"form[action='{Path}/rotate-secret'] input")
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)).ToList();
        await browser.Submit($"form[action='{Path}/rotate-secret']");
        Assert.StartsWith("whsec_", browser.Page.QuerySelector("input.secret")!.GetAttribute("value"), StringComparison.Ordinal);

        await browser.Post($"{Path}/rotate-secret", form);

        Assert.Equal(HttpStatusCode.PreconditionFailed, browser.Status);
        Assert.Contains("the first press rotated it", browser.Text("main"), StringComparison.Ordinal);
        Assert.Equal(2, (await Stored()).Secrets.Count);
    }

    [Fact]
    public async Task What_is_not_verified_says_what_to_do_and_an_operator_can_vouch_for_it()
    {
        _id = await _api.Subscribe(_api.Acme, """{"target":"https://mute.example.org/"}""");
        using var owner = await BrowserSession.SignedIn(_api, _api.Acme, Path);
        Assert.Contains("No alerts are sent to it until its target opts in", owner.Text("main"), StringComparison.Ordinal);
        Assert.Null(owner.Page.QuerySelector($"form[action='{Path}/mark-verified']"));
        await owner.Submit($"form[action='{Path}/verify']");
        Assert.StartsWith("The target was asked and has not opted in yet.", owner.Text(".message.bad p"), StringComparison.Ordinal);
        Assert.Equal(("subscription.asked", "acme"), await LastChange());

        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, Path);
        await browser.Submit($"form[action='{Path}/mark-verified']");

        Assert.Equal(("The target is marked as verified.", "active"), (browser.Text(".message p"), browser.Text(".state")));
        Assert.Equal(("subscription.verified", "operator"), await LastChange());
    }

    [Fact]
    public async Task What_is_disabled_says_why_and_is_resumed()
    {
        var found = await Stored();
        var disabled = found with { Status = SubscriptionStatus.Disabled, StatusReason = "the receiver answered 410", Version = found.Version + 1 };
        Assert.True(await _api.Get<ISubscriptionStore>().Update(disabled, ApiHost.Cancellation));
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, Path);
        Assert.Contains("the receiver answered 410", browser.Text("main"), StringComparison.Ordinal);
        Assert.Contains("Fix the receiver", browser.Text("main"), StringComparison.Ordinal);

        await browser.Submit($"form[action='{Path}/resume']");

        Assert.Equal(("The subscription is active again.", "active"), (browser.Text(".message p"), browser.Text(".state")));
        Assert.Contains("at most one alert a minute", browser.Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_asks_first()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"{Path}/delete");
        Assert.Equal("Delete this subscription?", browser.Heading);

        await browser.Submit($"form[action='{Path}/delete']");

        Assert.Equal(("/subscriptions", $"The subscription {_id} is deleted."), (browser.Path, browser.Text(".message p")));
        Assert.Equal(("subscription.deleted", "acme"), await LastChange());
        await browser.Open(Path);
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    private async Task<Subscription> Stored() => (await _api.Get<ISubscriptionStore>().Find(_id, ApiHost.Cancellation))!;

    private async Task<(string Action, string By)> LastChange()
    {
        var last = (await _api.Look("/api/v1/audit?limit=200", _api.Admin)).Json["entries"]!.AsArray()[^1]!;
        return (last["action"]!.GetValue<string>(), last["actor"]!["name"]!.GetValue<string>());
    }
}
