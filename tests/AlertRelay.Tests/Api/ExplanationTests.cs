using System.Net;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Api;

/// <summary>Why a subscription got an alert, or did not: everything happens as in the relay, then the API is asked.</summary>
public sealed class ExplanationTests : IAsyncLifetime
{
    private static readonly (string, string) Patch = ("Content-Type", "application/merge-patch+json");

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Who_got_it_reads_when()
    {
        var id = await Subscribe();
        await Publish(await Alert());

        var found = await Explain("alr_1", id);

        Assert.Equal("It was delivered at 2020-01-03 12:00 UTC, with one attempt.", Text(found));
        Assert.Null(found["rule"]);
        Assert.Equal(("delivered", 1), (found["delivery"]!["status"]!.GetValue<string>(), found["delivery"]!["attemptCount"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData(
        """{"channels":["us-cisa-kev"]}""", "channels", "the filter's channels are us-cisa-kev; the alert is from uk-fcdo-travel.")]
    [InlineData("""{"countries":["IQ","LB"]}""", "countries", "the filter's countries are IQ, LB; the alert is about IR.")]
    [InlineData("""{"changes":["withdrawn"]}""", "changes", "the filter's changes are withdrawn; the alert's is raised.")]
    [InlineData("""{"languages":["fr"]}""", "languages", "the filter's languages are fr; the alert is in en.")]
    [InlineData("""{"keywords":["Atlantis"]}""", "keywords", "the alert contains none of the filter's keywords: Atlantis.")]
    [InlineData("""{"categories":["cyber"]}""", "categories", "the filter's categories are cyber; the alert's is travel.")]
    [InlineData("""{"kinds":["cluster"]}""", "kinds", "the filter's kinds are cluster; the alert's is alert.")]
    public async Task The_member_of_the_filter_that_said_no_is_named_with_both_values(string filter, string member, string sentence)
    {
        var id = await Subscribe($$"""{"target":"https://receiver.example.org/","filter":{{filter}}}""");
        await Publish(await Alert());

        var found = await Explain("alr_1", id);

        Assert.Equal($"Not sent: {sentence}", Text(found));
        Assert.Equal(("filter", member), (found["rule"]!.GetValue<string>(), found["filter"]!["member"]!.GetValue<string>()));
        Assert.Null(found["delivery"]);
        Assert.Null(found["changedAt"]);
    }

    [Fact]
    public async Task A_severity_below_the_minimum_is_named()
    {
        var id = await Subscribe("""{"target":"https://receiver.example.org/","filter":{"minimumSeverity":"severe"}}""");
        await Publish(await Alert(severity: Severity.Moderate));

        Assert.Equal("Not sent: the filter's minimumSeverity is Severe; the alert's severity is Moderate.", Text(await Explain("alr_1", id)));
    }

    [Fact]
    public async Task A_filter_that_was_changed_after_the_alert_is_said_to_be_the_present_one()
    {
        var id = await Subscribe("""{"target":"https://receiver.example.org/","filter":{"countries":["IQ"]}}""");
        await Publish(await Alert());
        _api.Time.Advance(TimeSpan.FromHours(1));

        await Change(id, """{"filter":{"countries":["LB"]}}""");
        Assert.Equal(
            "Not sent: the filter's countries are LB; the alert is about IR. That is as its settings are now; it was changed at 2020-01-03 13:00 UTC, "
            + "after the alert.",
            Text(await Explain("alr_1", id)));
        await Change(id, """{"filter":{"countries":["IR"]}}""");
        Assert.Equal(
            "Nothing is recorded. The subscription was changed at 2020-01-03 13:00 UTC, after the alert, and may not have let it through before. "
            + "It does now: POST …/recover sends it.",
            Text(await Explain("alr_1", id)));
        Assert.Equal("changed", (await Explain("alr_1", id))["rule"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_no_rule_explains_is_said_to_be_late_or_interrupted()
    {
        var id = await Subscribe();
        await Alert();
        _api.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(
            "Nothing is recorded, although no rule says no: sending is late, or was interrupted. If it does not come, POST …/recover sends it.",
            Text(await Explain("alr_1", id)));
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered, 1, null)]
    [InlineData(DeliveryStatus.Dead, 10, "answered HTTP 503")]
    [InlineData(DeliveryStatus.Superseded, 0, "a newer alert of the same notice was sent")]
    [InlineData(DeliveryStatus.Silenced, 0, "silenced until 2020-01-05 00:00 UTC: exercise")]
    public async Task What_somebody_asked_to_send_again_reads_so_whatever_became_of_it_before(DeliveryStatus before, int attempts, string? reason)
    {
        var id = await Subscribe();
        await Alert();
        var now = _api.Time.GetUtcNow();
        var asked = new DeliveryRecord("alr_1", id, before, attempts, now.AddHours(-1), Reason: reason).Requested(now);
        await Save(asked);

        Assert.Equal("Somebody asked for it to be sent again. It is sent from 2020-01-03 12:00 UTC on.", Text(await Explain("alr_1", id)));
        await Save(asked with { Attempts = attempts + 1, Reason = "answered HTTP 500" });
        Assert.Equal(
            "Somebody asked for it to be sent again. The last attempt failed: answered HTTP 500. It is sent from 2020-01-03 12:00 UTC on.",
            Text(await Explain("alr_1", id)));
        await Save(asked with { Attempts = 0, Reason = "waits for its turn: the receiver's rate limit" });
        Assert.Equal(
            "Somebody asked for it to be sent again. It waits for its turn: the receiver's rate limit. It is sent from 2020-01-03 12:00 UTC on.",
            Text(await Explain("alr_1", id)));
    }

    [Fact]
    public async Task A_subscription_that_was_created_later_reads_so()
    {
        var alert = await Alert();
        _api.Time.Advance(TimeSpan.FromMinutes(7));
        var id = await Subscribe();

        Assert.Equal(
            "Not sent: the subscription was created at 2020-01-03 12:07 UTC, after the alert (2020-01-03 12:00 UTC).",
            Text(await Explain(alert.Id, id)));
    }

    [Fact]
    public async Task A_subscription_that_was_paused_then_reads_since_when_also_after_it_was_resumed()
    {
        var id = await Subscribe();
        _api.Time.Advance(TimeSpan.FromHours(1));
        await _api.Post($"/api/v1/subscriptions/{id}/pause", _api.Acme);
        _api.Time.Advance(TimeSpan.FromHours(1));
        await Publish(await Alert());
        var paused = Text(await Explain("alr_1", id));
        _api.Time.Advance(TimeSpan.FromHours(1));
        await _api.Post($"/api/v1/subscriptions/{id}/resume", _api.Acme);

        Assert.Equal("Not sent: the subscription was paused then since 2020-01-03 13:00 UTC (paused by its owner).", paused);
        Assert.Equal(paused, Text(await Explain("alr_1", id)));
    }

    [Fact]
    public async Task A_pause_after_the_alert_is_not_the_reason()
    {
        var id = await Subscribe("""{"target":"https://receiver.example.org/","filter":{"countries":["IQ"]}}""");
        await Publish(await Alert());
        _api.Time.Advance(TimeSpan.FromHours(1));
        await _api.Post($"/api/v1/subscriptions/{id}/pause", _api.Acme);

        Assert.Equal("filter", (await Explain("alr_1", id))["rule"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_silence_reads_until_when_and_why()
    {
        var id = await Subscribe(
            """{"target":"https://receiver.example.org/","noise":{"silences":[{"until":"2020-01-05T00:00:00Z","reason":"exercise"}]}}""");
        await Publish(await Alert());

        var found = await Explain("alr_1", id);

        Assert.Equal("Not sent: silenced until 2020-01-05 00:00 UTC: exercise.", Text(found));
        Assert.Equal(("silence", "2020-01-05T00:00:00+00:00"), (found["rule"]!.GetValue<string>(), found["until"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(
        """{"quietHours":{"from":"11:00","to":"13:30","zone":"UTC"}}""", "quietHours",
        "It waits until 2020-01-03 13:30 UTC, when the subscription's quiet hours end.")]
    [InlineData("""{"digest":{"every":"hour"}}""", "digest", "It waits for the subscription's next digest, at 2020-01-03 13:00 UTC.")]
    [InlineData("""{"groupFor":"15m"}""", "groupFor", "It waits until 2020-01-03 12:15 UTC, because the subscription groups alerts (groupFor).")]
    public async Task What_is_held_back_reads_until_when(string noise, string rule, string sentence)
    {
        var id = await Subscribe($$"""{"target":"https://receiver.example.org/","noise":{{noise}}}""");
        await Publish(await Alert(change: ChangeKind.Revised));

        var found = await Explain("alr_1", id);

        Assert.Equal((rule, sentence), (found["rule"]!.GetValue<string>(), Text(found)));
        await _api.Post($"/api/v1/subscriptions/{id}/pause", _api.Acme);
        Assert.StartsWith("It waits: the subscription is paused since 2020-01-03 12:00 UTC", Text(await Explain("alr_1", id)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repetition_and_a_failure_read_as_the_ledger_says()
    {
        var id = await Subscribe("""{"target":"https://receiver.example.org/","noise":{"repeatAfter":"6h"}}""");
        var busy = await Subscribe("""{"target":"https://busy.example.org/"}""");
        await Publish(await Alert("alr_1"));
        _api.Time.Advance(TimeSpan.FromMinutes(1));
        await Publish(await Alert("alr_2", ChangeKind.Revised));

        Assert.Equal(
            "Not sent because of repeatAfter: an earlier alert of the same notice was sent recently, and its level is the same.",
            Text(await Explain("alr_2", id)));
        Assert.StartsWith(
            "Not delivered yet, with one attempt: answered HTTP 503. It is sent again at ", Text(await Explain("alr_1", busy)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Superseded_and_dead_deliveries_read_what_replaced_or_ended_them()
    {
        var id = await Subscribe();
        await Alert("alr_1");
        await Alert("alr_2");
        await Save(new("alr_1", id, DeliveryStatus.Superseded, 0, _api.Time.GetUtcNow(), Reason: "a newer alert of the same notice was sent")
        {
            SupersededBy = "alr_2",
        });
        await Save(new("alr_2", id, DeliveryStatus.Dead, 10, _api.Time.GetUtcNow(), Reason: "answered HTTP 503"));

        Assert.Equal("Not sent: a newer alert of the same notice was sent. That is alr_2.", Text(await Explain("alr_1", id)));
        Assert.Equal(
            "Not delivered, and dead-lettered at 2020-01-03 12:00 UTC, after 10 attempts: answered HTTP 503.", Text(await Explain("alr_2", id)));
    }

    [Fact]
    public async Task An_unknown_alert_a_foreign_subscription_and_a_missing_one_are_named()
    {
        var id = await Subscribe();
        await Alert();

        Assert.Equal(HttpStatusCode.NotFound, (await Ask("alr_none", id, _api.Acme)).Status);
        var foreign = await Ask("alr_1", id, _api.Globex);
        var unknown = await Ask("alr_1", "sub_none", _api.Globex);
        Assert.Equal((HttpStatusCode.NotFound, unknown.Text.Replace("sub_none", id, StringComparison.Ordinal)), (foreign.Status, foreign.Text));
        Assert.Equal(HttpStatusCode.OK, (await Ask("alr_1", id, _api.Admin)).Status);
        var missing = await _api.Look("/api/v1/alerts/alr_1/explanation", _api.Acme);
        Assert.StartsWith("is missing; write the id", missing.Error("subscription"), StringComparison.Ordinal);
    }

    private Task<string> Subscribe(string body = """{"target":"https://receiver.example.org/"}""") => _api.Subscribe(_api.Acme, body);

    private async Task Change(string id, string patch) =>
        Assert.Equal(HttpStatusCode.OK, (await _api.Send(HttpMethod.Patch, $"/api/v1/subscriptions/{id}", _api.Acme, patch, Patch)).Status);

    private async Task<Alert> Alert(string id = "alr_1", ChangeKind change = ChangeKind.Raised, Severity severity = Severity.Extreme)
    {
        var alert = Some.Alert(id, severity: severity, at: _api.Time.GetUtcNow()) with { Change = change };
        await _api.Get<IAlertStore>().Append(alert, ApiHost.Cancellation);
        return alert;
    }

    private Task Publish(Alert alert) => _api.Get<FanOutDispatcher>().SendBatch(new FanOutBatch(alert.Id), ApiHost.Cancellation);

    private Task Save(DeliveryRecord delivery) => _api.Get<IDeliveryStore>().Save(delivery, ApiHost.Cancellation);

    private Task<Answer> Ask(string alert, string subscription, string key) =>
        _api.Look($"/api/v1/alerts/{alert}/explanation?subscription={subscription}", key);

    private async Task<JsonNode> Explain(string alert, string subscription) => (await Ask(alert, subscription, _api.Acme)).Json;

    private static string Text(JsonNode explanation) => explanation["explanation"]!.GetValue<string>();
}
