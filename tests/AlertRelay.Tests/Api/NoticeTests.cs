using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Detection;
using AlertRelay.Polling;
using AlertRelay.Tests.Storage;

namespace AlertRelay.Tests.Api;

public sealed class NoticeTests : IAsyncLifetime
{
    private const string Notices = "/api/v1/channels/uk-fcdo-travel/notices", Key = "https://example.org/a b?c=d";

    private static readonly NoticeState Iran = new()
    {
        Key = Key,
        LastNotified = Samples.Notice(Key, "All travel.") with { Withdrawn = false, ImplausibleReason = null, Areas = [new Area("IR", "Iran")] },
        LastNotifiedAt = Samples.Noon,
        Reason = "sent: raised",
        ReasonCode = DecisionReason.Raised,
        DecidedAt = Samples.Noon,
        Revision = 2,
    };

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        var past = new NoticeVersion(Samples.Notice(Key, "Parts only."), Samples.Noon.AddDays(-9), Samples.Noon);
        await _api.Get<IChannelStore>().Commit(
            Samples.ChannelState("uk-fcdo-travel", 1), [Iran, Samples.NoticeState("iraq") with { LastNotified = Samples.Notice("iraq") }], [], [past],
            ApiHost.Cancellation);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("https%3A%2F%2Fexample.org%2Fa%20b%3Fc%3Dd")]
    [InlineData("https%253A%252F%252Fexample.org%252Fa%2520b%253Fc%253Dd")]
    [InlineData("https://example.org/a%20b%3Fc=d")]
    public async Task A_notice_says_what_is_known_and_why(string key)
    {
        var answer = await _api.Look($"{Notices}/{key}", _api.Acme);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            ("sent: raised", "raised", "All travel.", Key),
            (Text(answer.Json["reason"]), Text(answer.Json["reasonCode"]), Text(answer.Json["known"]!["text"]), Text(answer.Json["key"])));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("/atlantis", true)]
    public async Task A_country_without_advice_is_shown_as_such(string key, bool hasNoAdvice)
    {
        await _api.Get<IChannelStore>().Commit(
            Samples.ChannelState("uk-fcdo-travel", 2),
            [Iran with { Key = "atlantis", LastNotified = Iran.LastNotified! with { Key = "atlantis", HasNoAdvice = true, Withdrawn = true } }],
            [], [], ApiHost.Cancellation);

        var known = (await _api.Look(Notices + (key.Length > 0 ? key : $"/{Uri.EscapeDataString(Key)}"), _api.Acme)).Json["known"]!;

        Assert.Equal((hasNoAdvice, hasNoAdvice), (known["hasNoAdvice"]!.GetValue<bool>(), known["withdrawn"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task What_is_held_back_is_shown_with_its_reason_and_its_next_look()
    {
        var held = (await _api.Look($"{Notices}/iraq", _api.Acme)).Json["held"]!;

        Assert.Equal("a drop", Text(held["reason"]));
        Assert.NotNull(held["lookAt"]);
        Assert.Equal(["iraq"], (await _api.Look($"{Notices}?held=true", _api.Acme)).Json["notices"]!.AsArray().Select(notice => Text(notice!["key"])));
    }

    [Theory]
    [InlineData("2020-01-02", "Parts only.", "2020-01-03T12:00:00+00:00")]
    [InlineData("2020-01-03T12:00:00Z", "All travel.", null)]
    public async Task What_it_said_at_a_time_can_be_asked(string at, string text, string? until)
    {
        var past = (await _api.Look($"{Notices}/{Uri.EscapeDataString(Key)}?at={at}", _api.Acme)).Json;

        Assert.Equal(text, Text(past["known"]!["text"]));
        Assert.Equal(until, past["until"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("/iran?at=tomorrow", HttpStatusCode.BadRequest, "at")]
    [InlineData("?country=Persia", HttpStatusCode.BadRequest, "country")]
    [InlineData("?held=maybe", HttpStatusCode.BadRequest, "held")]
    [InlineData("/iran", HttpStatusCode.NotFound, null)]
    [InlineData("/iraq?at=1999-01-01", HttpStatusCode.NotFound, null)]
    public async Task What_cannot_be_answered_is_said_so(string path, HttpStatusCode status, string? field)
    {
        var answer = await _api.Look(Notices + path, _api.Acme);

        Assert.Equal(status, answer.Status);
        Assert.True(field is null || answer.Json["errors"]![field] is not null, answer.Text);
    }

    [Fact]
    public async Task Notices_of_a_country_are_listed_without_their_texts()
    {
        var list = (await _api.Look($"{Notices}?country=ir", _api.Acme)).Json;

        var only = Assert.Single(list["notices"]!.AsArray())!;
        Assert.Equal((Key, 1), (Text(only["key"]), list["count"]!.GetValue<int>()));
        Assert.Null(only["known"]!["text"]);
    }

    [Fact]
    public async Task The_bytes_behind_an_alert_come_back_as_bytes_and_with_their_digest()
    {
        var body = Encoding.UTF8.GetBytes("<script>alert(1)</script>");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(body));
        await _api.Get<IEvidenceStore>().Keep(new EvidenceDocument(sha256, "text/html", body), ApiHost.Cancellation);
        var alert = Some.Alert("proved");
        await _api.Get<IAlertStore>().Append(alert with { Evidence = alert.Evidence with { Sha256 = sha256 } }, ApiHost.Cancellation);

        var answer = await _api.Look("/api/v1/alerts/proved/evidence", _api.Acme);

        Assert.Equal("<script>alert(1)</script>", answer.Text);
        Assert.Equal("application/octet-stream", answer.Headers["Content-Type"]);
        Assert.StartsWith("attachment", answer.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:", answer.Headers["Repr-Digest"]);
        Assert.Equal("text/html", answer.Headers["X-Evidence-Media-Type"]);
    }

    [Fact]
    public async Task Evidence_that_is_not_kept_is_said_to_be_so()
    {
        await _api.Get<IAlertStore>().Append(Some.Alert("unproved"), ApiHost.Cancellation);

        var answer = await _api.Look("/api/v1/alerts/unproved/evidence", _api.Acme);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("Polling:KeepEvidenceFor", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_health_are_apart_from_alerts()
    {
        await _api.Get<IAlertStore>().Append(Some.Alert("news"), ApiHost.Cancellation);
        await _api.Get<IAlertStore>().Append(Some.Alert("fault") with { Health = HealthKind.Failing }, ApiHost.Cancellation);

        Assert.Equal(["news"], Ids((await _api.Look("/api/v1/alerts", _api.Acme)).Json));
        var events = (await _api.Look("/api/v1/health-events", _api.Acme)).Json;
        Assert.Equal(["fault"], Ids(events));
        Assert.Equal("failing", Text(events["alerts"]![0]!["health"]));
    }

    [Fact]
    public async Task Operators_are_told_of_health_by_default_and_others_when_they_ask()
    {
        Assert.Equal("""["alert","health","subscription"]""", await KindsOf(_api.Admin, Some.SubscriptionBody));
        Assert.Equal("""["alert"]""", await KindsOf(_api.Acme, Some.SubscriptionBody));
        Assert.Equal("""["health"]""", await KindsOf(_api.Acme, """{"target":"https://receiver.example.org/x","filter":{"kinds":["health"]}}"""));
    }

    private async Task<string> KindsOf(string key, string body) =>
        (await _api.Look($"/api/v1/subscriptions/{await _api.Subscribe(key, body)}", key)).Json["filter"]!["kinds"]!.ToJsonString();

    private static IEnumerable<string> Ids(JsonNode page) => page["alerts"]!.AsArray().Select(alert => Text(alert!["id"])!);

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
