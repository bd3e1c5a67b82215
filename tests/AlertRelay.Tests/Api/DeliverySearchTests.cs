using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Api;

/// <summary>Who got an alert, and what was not delivered.</summary>
public sealed class DeliverySearchTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private string _acme = "", _globex = "";

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _acme = await _api.Subscribe(_api.Acme, """{"name":"duty desk","target":"https://receiver.example.org/acme"}""");
        _globex = await _api.Subscribe(_api.Globex, """{"name":"night desk","target":"https://receiver.example.org/globex"}""");
        await _api.Get<IAlertStore>().Append(Some.Alert("alert-1"), ApiHost.Cancellation);
        await Save("alert-1", _acme, DeliveryStatus.Delivered);
        await Save("alert-1", _globex, DeliveryStatus.Dead);
        await Save("alert-2", _acme, DeliveryStatus.Silenced);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("alerts/alert-1/deliveries", "duty desk:delivered night desk:dead", "duty desk:delivered", "night desk:dead")]
    [InlineData("alerts/alert-1/deliveries?status=dead", "night desk:dead", "", "night desk:dead")]
    [InlineData("deliveries", "duty desk:silenced night desk:dead", "duty desk:silenced", "night desk:dead")]
    [InlineData("deliveries?status=silenced", "duty desk:silenced", "duty desk:silenced", "")]
    public async Task Operators_see_all_deliveries_and_tenants_their_own(string path, string admin, string acme, string globex)
    {
        Assert.Equal(admin, await Listed(path, _api.Admin));
        Assert.Equal(acme, await Listed(path, _api.Acme));
        Assert.Equal(globex, await Listed(path, _api.Globex));
    }

    [Theory]
    [InlineData("alerts/alert-1/deliveries?tenant=acme", "duty desk:delivered")]
    [InlineData("deliveries?tenant=globex", "night desk:dead")]
    public async Task An_operator_may_ask_for_one_tenant(string path, string expected) => Assert.Equal(expected, await Listed(path, _api.Admin));

    [Theory]
    [InlineData("alerts/alert-1/deliveries?cursor=abc", "cursor", "is not one of this list's; send the cursor of the page before as it is, or none to begin.")]
    [InlineData("deliveries?cursor=abc", "cursor", "is not one of this list's; send the cursor of the page before as it is, or none to begin.")]
    [InlineData(
        "deliveries?status=delivered",
        "status",
        "write pending, dead, silenced or superseded; delivered ones are listed by /alerts/{id}/deliveries and /subscriptions/{id}/deliveries.")]
    [InlineData("alerts/alert-1/deliveries?limit=0", "limit", "write a number from 1 to 200.")]
    public async Task A_part_of_the_query_that_is_wrong_is_named(string path, string field, string sentence) =>
        Assert.Equal(sentence, (await _api.Look($"/api/v1/{path}", _api.Acme)).Error(field));

    [Fact]
    public async Task Lists_name_the_headline_while_the_history_has_the_alert()
    {
        async Task<string> Headlines(string path)
        {
            var listed = (await _api.Look($"/api/v1/{path}", _api.Admin)).Json["deliveries"]!.AsArray();
            return string.Join(", ", listed.Select(each => each!["headline"]?.GetValue<string>() ?? "-").Order());
        }

        Assert.Equal("-, An office raises IR", await Headlines("deliveries"));
        Assert.Equal("-, An office raises IR", await Headlines($"subscriptions/{_acme}/deliveries"));
        Assert.Equal("-, -", await Headlines("alerts/alert-1/deliveries"));
    }

    [Fact]
    public async Task A_deleted_subscription_has_no_name_and_operators_still_see_what_it_got()
    {
        await _api.Send(HttpMethod.Delete, $"/api/v1/subscriptions/{_acme}", _api.Acme);

        Assert.Equal(":delivered night desk:dead", await Listed("alerts/alert-1/deliveries", _api.Admin));
        Assert.Equal("", await Listed("alerts/alert-1/deliveries", _api.Acme));
    }

    [Fact]
    public async Task Subscriptions_are_listed_by_status()
    {
        await _api.Post($"/api/v1/subscriptions/{_acme}/pause", _api.Acme);

        async Task<string> Of(string query, string key) => string.Join(
            ' ', (await _api.Look($"/api/v1/subscriptions{query}", key)).Json["subscriptions"]!.AsArray().Select(each => each!["name"]));
        Assert.Equal("duty desk", await Of("?status=paused", _api.Admin));
        Assert.Equal("night desk", await Of("?status=active", _api.Admin));
        Assert.Equal("", await Of("?status=paused", _api.Globex));
        Assert.Equal(
            "'gone' is unknown; write one of: active, paused, disabled, unverified.",
            (await _api.Look("/api/v1/subscriptions?status=gone", _api.Acme)).Error("status"));
    }

    private Task Save(string alert, string subscription, DeliveryStatus status) =>
        _api.Get<IDeliveryStore>().Save(new DeliveryRecord(alert, subscription, status, 1, Some.Friday), ApiHost.Cancellation);

    private async Task<string> Listed(string path, string key) => string.Join(
        ' ',
        (await _api.Look($"/api/v1/{path}", key)).Json["deliveries"]!.AsArray()
            .Select(delivery => $"{delivery!["subscriptionName"]}:{delivery["status"]}").Order(StringComparer.Ordinal));
}
