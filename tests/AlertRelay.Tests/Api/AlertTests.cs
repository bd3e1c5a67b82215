using System.Text.Json;
using AlertRelay.Alerts;

namespace AlertRelay.Tests.Api;

public sealed class AlertTests(SharedApi shared) : IClassFixture<SharedApi>, IAsyncLifetime
{
    private readonly ApiHost _api = shared.Api;

    public async ValueTask InitializeAsync()
    {
        foreach (var alert in History)
            await _api.Get<IAlertStore>().Append(alert, ApiHost.Cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IReadOnlyList<Alert> History =>
    [
        Some.Alert("a", severity: Severity.Extreme, country: "IR", at: Some.Friday),
        Some.Alert("b", severity: Severity.Severe, country: "IQ", at: Some.Friday.AddHours(1)),
        Some.Alert("c", severity: Severity.Minor, country: "BS", at: Some.Friday.AddHours(2)) with { Headline = "The port", Text = "It is closed." },
        Some.Alert("d", "us-cisa-kev", Severity.Severe, "US", Some.Friday.AddHours(3)) with { Category = Category.Cyber, Change = ChangeKind.Issued },
        Some.Alert("e", Cluster.ChannelId, Severity.Severe, "IQ", Some.Friday.AddHours(4)) with { Cluster = new Cluster(Some.Friday, []) },
    ];

    [Theory]
    [InlineData("", "d c b a")]
    [InlineData("?order=oldest", "a b c d")]
    [InlineData("?channel=us-cisa-kev", "d")]
    [InlineData("?category=travel&category=cyber", "d c b a")]
    [InlineData("?category=Travel", "c b a")]
    [InlineData("?country=ir,iq", "b a")]
    [InlineData("?minimumSeverity=severe", "d b a")]
    [InlineData("?change=issued", "d")]
    [InlineData("?since=2020-01-03T10:00:00Z", "d c b")]
    [InlineData("?until=2020-01-03T10:00:00Z", "a")]
    [InlineData("?since=2020-01-03T11:00:00+01:00&until=2020-01-03T11:00:00Z", "b")]
    [InlineData("?since=2020-01-04", "")]
    [InlineData("?text=PORT%20closed", "c")]
    [InlineData("?text=closed,border", "")]
    [InlineData("?text=%20", "d c b a")]
    [InlineData("?kind=alert", "d c b a")]
    [InlineData("?kind=Cluster", "e")]
    [InlineData("?kind=cluster&country=iq&channel=clusters", "e")]
    [InlineData("?kind=cluster&country=fr", "")]
    public async Task The_history_is_narrowed_by_each_part_of_the_query(string query, string ids) =>
        Assert.Equal(ids, Ids(await _api.Look($"/api/v1/alerts{query}", _api.Acme)));

    [Fact]
    public async Task Pages_follow_each_other_by_their_cursor()
    {
        var first = await _api.Look("/api/v1/alerts?limit=3", _api.Acme);
        var second = await _api.Look($"/api/v1/alerts?limit=3&cursor={first.Json["cursor"]}", _api.Acme);

        Assert.Equal(("d c b", "a", null), (Ids(first), Ids(second), second.Json["cursor"]));
    }

    [Fact]
    public async Task Who_follows_gets_what_came_since()
    {
        await using var api = await ApiHost.Start();
        await api.Get<IAlertStore>().Append(History[0], ApiHost.Cancellation);
        var all = await api.Look("/api/v1/alerts?order=oldest", api.Acme);
        await api.Get<IAlertStore>().Append(History[1], ApiHost.Cancellation);

        Assert.Equal("b", Ids(await api.Look($"/api/v1/alerts?order=oldest&cursor={all.Json["cursor"]}", api.Acme)));
    }

    [Fact]
    public async Task An_alert_reads_as_it_was_sent() =>
        Assert.Equal(JsonSerializer.Serialize(History[0], AlertJson.Wire.Alert), (await _api.Look("/api/v1/alerts/a", _api.Acme)).Text);

    [Theory]
    [InlineData("""{}""", 4, "d c b a")]
    [InlineData("""{"filter":{"countries":["IR","BS"]}}""", 2, "c a")]
    [InlineData("""{"filter":{"minimumSeverity":"Severe","channels":["uk-fcdo-travel"]}}""", 2, "b a")]
    [InlineData("""{"filter":{"keywords":["raises iq"]}}""", 1, "b")]
    [InlineData("""{"since":"2020-01-03T11:00:00Z"}""", 2, "d c")]
    public async Task A_filter_can_be_tried_on_the_history(string body, int count, string ids)
    {
        var answer = await _api.Post("/api/v1/filters/test", _api.Acme, body);

        Assert.Equal((count, true), (answer.Json["count"]!.GetValue<int>(), answer.Json["complete"]!.GetValue<bool>()));
        Assert.Equal(ids, string.Join(' ', answer.Json["examples"]!.AsArray().Select(example => example!["id"])));
    }

    [Fact]
    public async Task A_filter_can_be_tried_on_a_span_of_the_past()
    {
        const string Body = """{"filter":{"minimumSeverity":"Severe"},"from":"2020-01-03T10:00:00Z","to":"2020-01-03T12:30:00Z"}""";

        var answer = await _api.Post("/api/v1/filters/backtest", _api.Acme, Body);

        Assert.Equal(("""{"uk-fcdo-travel":1,"us-cisa-kev":1}""", true), (answer.Json["byChannel"]!.ToJsonString(), answer.Json["complete"]!.GetValue<bool>()));
        Assert.Equal(("b d", 2), (Ids(answer), answer.Json["count"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("""{"from":"2020-01-03T10:00:00Z","to":"2020-01-03T10:00:00Z"}""", "to", "after 'from'")]
    [InlineData("""{"filter":{"channels":["uk-fcdo"]}}""", "filter.channels[0]", "did you mean")]
    public async Task A_span_or_filter_that_cannot_be_tried_is_explained(string body, string field, string words)
    {
        var answer = await _api.Post("/api/v1/filters/backtest", _api.Acme, body);

        Assert.Contains(words, answer.Error(field), StringComparison.Ordinal);
    }

    private static string Ids(Answer answer) => string.Join(' ', answer.Json["alerts"]!.AsArray().Select(alert => alert!["id"]));
}
