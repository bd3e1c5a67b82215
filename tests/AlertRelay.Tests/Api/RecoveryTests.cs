using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Api;

public sealed class RecoveryTests : IAsyncLifetime
{
    private const string Since = "since=2020-01-03T12:00:00Z";

    private ApiHost _api = null!;
    private string _subscription = "";

    private IDeliveryStore Ledger => _api.Get<IDeliveryStore>();

    /// <summary>Made at 12:00; told of the first alert, in vain of the second, of the third not at all, and the fourth it did not want.</summary>
    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _subscription = await _api.Subscribe(_api.Acme, """{"target":"https://receiver.example.org/","filter":{"minimumSeverity":"Severe"}}""");
        await Tell("early", DeliveryStatus.Dead, minutes: -1);
        await Tell("arrived", DeliveryStatus.Delivered, minutes: 1);
        await Tell("dead", DeliveryStatus.Dead, minutes: 2);
        await Tell("untried", null, minutes: 3);
        await Tell("unwanted", null, minutes: 4, Severity.Minor);
        _api.Time.Advance(TimeSpan.FromHours(1));
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task What_was_missed_is_counted_without_sending_anything()
    {
        var answer = await Recover($"{Since}&dryRun=true");

        Assert.Equal("""{"dryRun":true,"count":2,"dead":1,"untried":1,"superseded":0,"complete":true}""", answer.Text);
        Assert.Equal("", await Due());
    }

    [Fact]
    public async Task What_was_missed_is_sent_once_however_often_it_is_asked_for()
    {
        var first = await Recover(Since);
        var second = await Recover(Since);

        Assert.Equal((2, 0), (first.Json["count"]!.GetValue<int>(), second.Json["count"]!.GetValue<int>()));
        Assert.Equal("dead untried", await Due());
    }

    [Theory]
    [InlineData("since=2020-01-01", 2)]
    [InlineData("since=2020-01-03T12:03:00Z", 1)]
    [InlineData("since=2020-01-01&until=2020-01-03T12:03:00Z", 1)]
    [InlineData("since=2020-01-03T12:04:00Z", 0)]
    public async Task Only_alerts_of_the_span_and_of_the_subscriptions_own_life_were_missed(string span, int count) =>
        Assert.Equal(count, (await Recover($"{span}&dryRun=true")).Json["count"]!.GetValue<int>());

    [Theory]
    [InlineData("", "since", "write a time")]
    [InlineData("since=2019-12-01", "since", "not before 2019-12-04T13:00:00Z")]
    [InlineData("since=yesterday", "since", "write a time")]
    [InlineData("since=2020-01-03&until=2020-01-02", "until", "after 'since'")]
    [InlineData("since=2020-01-03&dryRun=perhaps", "dryRun", "true or false")]
    [InlineData("since=2020-01-03&from=2020-01-02", "from", "since, until, dryRun")]
    public async Task A_wish_that_cannot_be_read_is_explained(string query, string field, string words) =>
        Assert.Contains(words, (await Recover(query)).Error(field), StringComparison.Ordinal);

    [Fact]
    public async Task While_it_is_paused_a_subscription_can_count_what_it_missed_but_gets_nothing()
    {
        await _api.Post($"/api/v1/subscriptions/{_subscription}/pause", _api.Acme);

        Assert.Equal(HttpStatusCode.OK, (await Recover($"{Since}&dryRun=true")).Status);
        Assert.Equal("conflict", (await Recover(Since)).Word);
        Assert.Equal("conflict", (await RetryDead()).Word);
    }

    [Fact]
    public async Task Dead_letters_are_all_sent_again_but_those_of_alerts_that_are_gone()
    {
        await Ledger.Save(new DeliveryRecord("test", _subscription, DeliveryStatus.Dead, 1, Some.Friday, Reason: "answered HTTP 503"), ApiHost.Cancellation);

        var answer = await RetryDead();

        Assert.Equal("""{"dryRun":false,"count":2,"dead":2,"untried":0,"superseded":0,"complete":true}""", answer.Text);
        Assert.Equal("dead early", await Due());
    }

    private Task<Answer> Recover(string query) => _api.Post($"/api/v1/subscriptions/{_subscription}/recover?{query}", _api.Acme);

    private Task<Answer> RetryDead() => _api.Post($"/api/v1/subscriptions/{_subscription}/dead-letters/retry", _api.Acme);

    private async Task<string> Due()
    {
        var due = await Ledger.TakeDue(_api.Time.GetUtcNow(), TimeSpan.FromMinutes(1), 10, ApiHost.Cancellation);
        return string.Join(' ', due.Select(delivery => delivery.AlertId).Order(StringComparer.Ordinal));
    }

    private async Task Tell(string id, DeliveryStatus? status, int minutes, Severity severity = Severity.Extreme)
    {
        var at = _api.Time.GetUtcNow().AddMinutes(minutes);
        await _api.Get<IAlertStore>().Append(Some.Alert(id, severity: severity, at: at), ApiHost.Cancellation);
        if (status is { } known)
            await Ledger.Save(new DeliveryRecord(id, _subscription, known, 10, at), ApiHost.Cancellation);
    }
}
