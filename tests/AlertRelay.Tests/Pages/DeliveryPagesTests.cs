using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Api;
using Some = AlertRelay.Tests.Api.Some;

namespace AlertRelay.Tests.Pages;

public sealed class DeliveryPagesTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _id = await _api.Subscribe(_api.Acme, """{"name":"duty desk","target":"https://receiver.example.org/","filter":{"minimumSeverity":"Severe"}}""");
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_subscriptions_deliveries_are_listed_with_headline_state_and_reason()
    {
        await Tell("first", DeliveryStatus.Delivered);
        await Tell("second", DeliveryStatus.Dead, "answered HTTP 500");
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{_id}/deliveries");
        Assert.Equal(2, browser.Texts("tbody tr").Count());

        await browser.Open($"/subscriptions/{_id}/deliveries?status=dead");

        Assert.Equal(["An office raises second", "dead", "answered HTTP 500"], browser.Texts("tbody td").Take(3));
    }

    [Fact]
    public async Task One_delivery_tells_its_attempts_with_their_times_and_answers_and_is_sent_again()
    {
        var dead = await Tell("alert", DeliveryStatus.Dead, "answered HTTP 500");
        var attempt = new Attempt(
            "alert", _id, 1, Some.Friday, TimeSpan.FromMilliseconds(84), 500, "status", "<script>oops</script>", new string('a', 32),
            new SendTimings(TimeSpan.FromMilliseconds(3.1), TimeSpan.FromMilliseconds(12.4), null, TimeSpan.FromMilliseconds(80)));
        await _api.Get<IDeliveryStore>().Record([(dead, attempt)], ApiHost.Cancellation);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/deliveries/{dead.Id}");

        Assert.Equal(
            ["1", "2020-01-03 09:00 UTC", "answered HTTP 500", "84 ms", "3.1 ms", "12.4 ms", "", "80 ms", "<script>oops</script>", new string('a', 32)],
            browser.Texts("tbody td"));
        await browser.Submit($"form[action='/deliveries/{dead.Id}/retry']");

        Assert.Equal(("The delivery is retried within a minute.", "pending"), (browser.Text(".message p"), browser.Text(".state")));
        Assert.EndsWith($"/api/v1/deliveries/{dead.Id}/retry'", browser.Text(".message code"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_newer_alert_replaced_leads_to_that()
    {
        var old = await Tell("old", DeliveryStatus.Superseded, by: "newer");
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/deliveries/{old.Id}");

        Assert.Equal("newer alert", browser.Text("a[href='/alerts/newer']"));
    }

    [Fact]
    public async Task Operators_see_what_was_not_delivered_to_anybody_and_tenants_their_own()
    {
        await Tell("mine", DeliveryStatus.Dead, "timeout");
        var theirs = await _api.Subscribe(_api.Globex);
        await _api.Get<IDeliveryStore>().Save(new Delivery("theirs", theirs, DeliveryStatus.Dead, 10, Some.Friday), ApiHost.Cancellation);

        using var browser = await BrowserSession.SignedIn(_api, _api.Admin, "/deliveries?status=dead");
        Assert.Equal(["An office raises mine", "theirs"], browser.Texts("tbody td:first-child").Order(StringComparer.Ordinal));
        await browser.Submit("tbody form");
        Assert.Equal("The delivery is retried within a minute.", browser.Text(".message p"));

        using var tenant = await BrowserSession.SignedIn(_api, _api.Acme, "/deliveries");
        Assert.Equal(["An office raises mine"], tenant.Texts("tbody td:first-child"));
    }

    [Fact]
    public async Task What_was_missed_is_counted_before_it_is_sent()
    {
        _api.Time.Advance(TimeSpan.FromHours(1));
        await Tell("dead", DeliveryStatus.Dead, at: _api.Time.GetUtcNow());
        await _api.Get<IAlertStore>().Append(Some.Alert("untried", at: _api.Time.GetUtcNow()), ApiHost.Cancellation);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{_id}/recover");

        await browser.Submit("form.count");
        Assert.Equal("Missed: 2", browser.Text("section h2"));
        Assert.Equal(["1", "1", "0"], browser.Texts("section dd"));
        await browser.Submit("section form");

        Assert.Equal(($"/subscriptions/{_id}", "Alerts that are sent again within the next minutes: 2."), (browser.Path, browser.Text(".message p")));
        Assert.Contains("since=2020-01-02T13%3A00%3A00Z", browser.Text(".message code"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_missed_is_asked_for_since_the_subscription_was_paused(bool isResumed)
    {
        await Change("pause");
        await Change("resume");
        _api.Time.Advance(TimeSpan.FromDays(3));
        await Change("pause");
        _api.Time.Advance(TimeSpan.FromDays(4));
        if (isResumed)
            await Change("resume");
        _api.Time.Advance(TimeSpan.FromDays(2));
        await Change("test");

        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{_id}/recover");

        Assert.Equal("2020-01-06T12:00", browser.Value("#since"));
    }

    [Fact]
    public async Task What_was_missed_is_asked_for_since_a_disabled_subscription_began_to_fail_also_after_it_is_resumed()
    {
        _api.Time.Advance(TimeSpan.FromDays(5));
        var store = _api.Get<ISubscriptionStore>();
        var found = (await store.Find(_id, ApiHost.Cancellation))!;
        await store.Update(
            found with { Status = SubscriptionStatus.Disabled, FailingSince = Some.Friday.AddHours(7), Version = found.Version + 1 }, ApiHost.Cancellation);
        await Change("resume");

        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{_id}/recover");

        Assert.Equal("2020-01-03T16:00", browser.Value("#since"));
    }

    [Fact]
    public async Task What_was_missed_is_asked_for_as_far_back_as_the_ledger_reaches()
    {
        await Change("pause");
        _api.Time.Advance(TimeSpan.FromDays(60));
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{_id}/recover");

        await browser.Submit("form.count");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task A_wrong_span_is_said_beside_its_field()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{_id}/recover");

        await browser.Submit("form.count", ("since", "2019-01-01T00:00"));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("the ledger knows nothing older", browser.Text("#since-error"), StringComparison.Ordinal);
        Assert.Equal("2019-01-01T00:00", browser.Page.QuerySelector("#since")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Dead_letters_are_sent_again_by_one_button()
    {
        await Tell("dead", DeliveryStatus.Dead);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{_id}/recover");

        await browser.Submit($"form[action='/subscriptions/{_id}/dead-letters/retry']");

        Assert.Equal("Alerts that are sent again within the next minutes: 1.", browser.Text(".message p"));
        await browser.Open($"/subscriptions/{_id}/recover");
        await browser.Submit($"form[action='/subscriptions/{_id}/dead-letters/retry']");
        Assert.Equal("There are no dead letters that can be retried.", browser.Text(".message p"));
    }

    [Theory]
    [InlineData("", "\"specversion\": \"1.0\"")]
    [InlineData("?format=slack", "\"unfurl_links\": false")]
    [InlineData("?format=email", "Auto-Submitted: auto-generated")]
    public async Task A_preview_shows_the_source_of_a_message_in_each_format(string query, string part)
    {
        await _api.Get<IAlertStore>().Append(Some.Alert("minor", severity: Severity.Minor), ApiHost.Cancellation);
        await _api.Get<IAlertStore>().Append(Some.Alert("wanted", at: Some.Friday.AddDays(-1)), ApiHost.Cancellation);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{_id}/preview{query}");

        Assert.Contains(part, browser.Text("[role=region] code"), StringComparison.Ordinal);
        Assert.DoesNotContain("\\uD83", browser.Text("[role=region] code"), StringComparison.Ordinal);
        Assert.Equal("An office raises IR", browser.Text("#alert option[selected]"));
        Assert.Equal("wanted", browser.Page.QuerySelector("#alert option[selected]")!.GetAttribute("value"));
    }

    private async Task Change(string verb) =>
        Assert.Equal(HttpStatusCode.OK, (await _api.Post($"/api/v1/subscriptions/{_id}/{verb}", _api.Acme)).Status);

    private async Task<Delivery> Tell(string alert, DeliveryStatus status, string? reason = null, string? by = null, DateTimeOffset? at = null)
    {
        var time = at ?? Some.Friday;
        await _api.Get<IAlertStore>().Append(Some.Alert(alert, at: time) with { Headline = $"An office raises {alert}" }, ApiHost.Cancellation);
        var delivery = new Delivery(alert, _id, status, 3, time, Reason: reason) { SupersededBy = by };
        await _api.Get<IDeliveryStore>().Save(delivery, ApiHost.Cancellation);
        return delivery;
    }
}
