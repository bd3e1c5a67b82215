using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Api;

public sealed class DeliveryTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private string _subscription = "";

    private IDeliveryStore Store => _api.Get<IDeliveryStore>();

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _subscription = await _api.Subscribe(_api.Acme);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_ledger_of_a_subscription_is_listed_newest_first_and_by_status()
    {
        await Record("alert-1", DeliveryStatus.Delivered);
        await Record("alert-2", DeliveryStatus.Dead);
        await Record("alert-3", DeliveryStatus.Pending);

        Assert.Equal("alert-3 alert-2 alert-1", await Listed(""));
        Assert.Equal("alert-2", await Listed("?status=dead"));
        Assert.Equal("alert-3 alert-2", await Listed("?limit=2"));
    }

    [Fact]
    public async Task A_delivery_shows_each_attempt()
    {
        var delivery = await Record("alert-1", DeliveryStatus.Pending);

        var answer = await _api.Look($"/api/v1/deliveries/{delivery.Id}", _api.Acme);

        const string Expected =
            """[{"number":1,"at":"2020-01-03T09:00:00+00:00","tookMilliseconds":1500,"statusCode":""" +
            """503,"error":"status","responseStart":"busy","traceId":"0af7651916cd43dd8448eb211c80319c","timings":{"dns":null,"connect":null,"tls":""" +
            """12.3,"firstByte":1400}}]""";
        Assert.Contains($"\"attempts\":{Expected}", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_alert_says_what_the_receiver_answered()
    {
        var busy = await _api.Subscribe(_api.Acme, """{"target":"https://busy.example.org/"}""");

        var works = (await _api.Post($"/api/v1/subscriptions/{_subscription}/test", _api.Acme)).Json;
        var fails = (await _api.Post($"/api/v1/subscriptions/{busy}/test", _api.Acme)).Json;

        Assert.Equal((true, 204, null), (works["delivered"]!.GetValue<bool>(), works["statusCode"]!.GetValue<int>(), works["error"]));
        Assert.Equal((0, null), (works["timings"]!["firstByte"]!.GetValue<double>(), works["timings"]!["dns"]));
        Assert.Equal((false, 503, "status"), (fails["delivered"]!.GetValue<bool>(), fails["statusCode"]!.GetValue<int>(), fails["error"]!.GetValue<string>()));
        Assert.Equal(("answered HTTP 503", "come back later"), (fails["reason"]!.GetValue<string>(), fails["responseStart"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_test_alert_is_not_sent_again_but_anew()
    {
        await _api.Post($"/api/v1/subscriptions/{_subscription}/test", _api.Acme);
        var page = await Store.OfSubscription(_subscription, null, null, 10, ApiHost.Cancellation);

        var answer = await _api.Post($"/api/v1/deliveries/{Assert.Single(page.Deliveries).Id}/retry", _api.Acme);

        Assert.Equal("conflict", answer.Word);
        Assert.Contains($"/api/v1/subscriptions/{_subscription}/test", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_letter_is_sent_again_on_request()
    {
        await _api.Get<IAlertStore>().Append(Some.Alert("alert-1"), ApiHost.Cancellation);
        var delivery = await Record("alert-1", DeliveryStatus.Dead);

        var answer = await _api.Post($"/api/v1/deliveries/{delivery.Id}/retry", _api.Acme);

        Assert.Equal((HttpStatusCode.Accepted, "pending"), (answer.Status, answer.Json["status"]!.GetValue<string>()));
        var due = await Store.TakeDue(_api.Time.GetUtcNow(), TimeSpan.FromMinutes(1), 10, ApiHost.Cancellation);
        Assert.Equal("alert-1", Assert.Single(due).AlertId);
    }

    [Fact]
    public async Task Nothing_is_sent_again_to_a_subscription_that_is_paused()
    {
        var delivery = await Record("alert-1", DeliveryStatus.Dead);
        await _api.Post($"/api/v1/subscriptions/{_subscription}/pause", _api.Acme);

        var answer = await _api.Post($"/api/v1/deliveries/{delivery.Id}/retry", _api.Acme);

        Assert.Equal("conflict", answer.Word);
        Assert.Contains($"/api/v1/subscriptions/{_subscription}/resume", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?status=lost", "status", "'lost' is unknown; write one of: pending, delivered, dead, silenced, superseded.")]
    [InlineData("?cursor=abc", "cursor", "is not one of this list's; send the cursor of the page before as it is, or none to begin.")]
    public async Task A_part_of_the_query_that_is_wrong_is_named(string query, string field, string sentence) =>
        Assert.Equal(sentence, (await _api.Look($"/api/v1/subscriptions/{_subscription}/deliveries{query}", _api.Acme)).Error(field));

    private async Task<DeliveryRecord> Record(string alert, DeliveryStatus status)
    {
        var next = status == DeliveryStatus.Pending ? Some.Friday.AddDays(1) : (DateTimeOffset?)null;
        var delivery = new DeliveryRecord(alert, _subscription, status, 1, Some.Friday, next, "answered HTTP 503");
        await Store.Record(
            [
                (delivery, new Attempt(
                    alert,
                    _subscription,
                    1,
                    Some.Friday,
                    TimeSpan.FromSeconds(1.5),
                    503,
                    "status",
                    "busy",
                    "0af7651916cd43dd8448eb211c80319c",
                    new SendTimings(Tls: TimeSpan.FromMilliseconds(12.34), FirstByte: TimeSpan.FromSeconds(1.4)))),
            ],
            ApiHost.Cancellation);
        return delivery;
    }

    private async Task<string> Listed(string query)
    {
        var answer = await _api.Look($"/api/v1/subscriptions/{_subscription}/deliveries{query}", _api.Acme);
        return string.Join(' ', answer.Json["deliveries"]!.AsArray().Select(delivery => delivery!["alertId"]));
    }
}
