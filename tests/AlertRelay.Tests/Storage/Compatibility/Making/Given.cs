using System.Text.Json.Nodes;
using AlertRelay.Deliveries.Mail;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>What is known outside of the stores: the clear text of keys and secrets, links that were sent out, what clients ask for.</summary>
internal sealed class Given(UpgradedRelay relay)
{
    private const string Request = """
        {"name":"made by a client","target":"https://client.example.org/alerts","filter":{"countries":["IQ","IR"],"minimumSeverity":"Severe"},
        "noise":{"repeatAfter":"01:00:00"},"headers":{"X-Team":"blue"}}
        """;

    private const string IdempotencyKey = "a-request-of-monday", Subscriptions = "/api/v1/subscriptions", Patch = "application/merge-patch+json";

    private readonly JsonArray _feeds = [];
    private string _made = "";
    private string _secret = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Feed(string feed) => _feeds.Add(feed);

    /// <summary>What a client did in the evening.</summary>
    public async Task Make()
    {
        var made = await relay.Done(HttpMethod.Post, Subscriptions, SomeRecords.Subscriber, Request, IdempotencyKey);
        _made = made["id"]!.GetValue<string>();
        await relay.Done(HttpMethod.Post, $"{Subscriptions}/{_made}/pause", SomeRecords.Subscriber);
        await relay.Done(HttpMethod.Post, $"{Subscriptions}/{_made}/resume", SomeRecords.Subscriber);
        await relay.Done(HttpMethod.Patch, $"{Subscriptions}/{_made}", SomeRecords.Subscriber, """{"name":"changed by a client"}""", type: Patch);
        _secret = (await relay.Done(HttpMethod.Post, $"{Subscriptions}/{_made}/rotate-secret", SomeRecords.Subscriber))["secret"]!.GetValue<string>();
    }

    public async Task<JsonObject> Write() => new()
    {
        ["keys"] = new JsonObject { ["admin"] = SomeRecords.Admin, ["subscriber"] = SomeRecords.Subscriber, ["replaced"] = SomeRecords.OldKey },
        ["secrets"] = new JsonObject
        {
            ["made"] = _secret,
            ["current"] = SomeSubscriptions.Secret,
            ["previous"] = SomeSubscriptions.PreviousSecret,
            ["expired"] = SomeSubscriptions.ExpiredSecret,
        },
        ["feeds"] = _feeds,
        ["morning"] = Scenario.End.AddHours(7.5),
        ["numbered"] = new JsonArray(SomeSubscriptions.Plain.Id, _made, SomeSubscriptions.Rich.Id),
        ["numberedAlert"] = await RiseOfIran(),
        ["request"] = Request,
        ["idempotencyKey"] = IdempotencyKey,
        ["links"] = new JsonObject
        {
            ["unsubscribe"] = relay.Get<UnsubscribeService>().AddressFor(SomeSubscriptions.Mail)!.PathAndQuery,
            ["confirm"] = $"/confirm/{SomeSubscriptions.MailToConfirm.Id}?token={SomeSubscriptions.Token}",
            ["confirmed"] = $"/confirm/{SomeSubscriptions.Mail.Id}?token={SomeSubscriptions.UsedToken}",
        },
        ["looks"] = await Looks(),
    };

    private async Task<string> RiseOfIran() => (await relay.Get<IChannelStore>().Notices("xx-travel", Cancellation)).Values
        .Single(notice => notice.LastNotified?.Title.StartsWith("Iran", StringComparison.Ordinal) == true).Alerts[0];

    private async Task<JsonArray> Looks()
    {
        string[] ofAdmin =
        [
            "/api/v1/alerts?limit=100", "/api/v1/health-events?limit=100", "/api/v1/channels/xx-travel", "/api/v1/channels/xx-rich",
            "/api/v1/channels/xx-rich/notices",
            "/api/v1/channels/xx-rich/notices/rich?at=2020-01-03T11:00:00Z", "/api/v1/channels/xx-rich/notices/rich",
            "/api/v1/channels/xx-travel/notices?held=true",
            "/api/v1/subscriptions?limit=100", "/api/v1/keys", "/api/v1/audit?limit=100", "/.well-known/alertrelay/jwks.json",
            $"/api/v1/alerts/{SomeAlerts.Rich.Id}", $"/api/v1/alerts/{SomeAlerts.Rich.Id}/evidence", $"/api/v1/alerts/{SomeAlerts.Long.Id}",
            .. await Next("/api/v1/alerts?limit=2"), .. await Next("/api/v1/alerts?limit=2&order=oldest"), .. await Next("/api/v1/subscriptions?limit=2"),
            .. await Next($"{Subscriptions}/{SomeSubscriptions.Plain.Id}/deliveries?limit=2"),
            $"{Subscriptions}/{SomeSubscriptions.Rich.Id}", $"{Subscriptions}/{SomeSubscriptions.Plain.Id}/deliveries?limit=100",
            .. SomeRecords.Deliveries.Select(each => $"/api/v1/deliveries/{each.Delivery.Id}").Distinct(),
        ];
        string[] ofSubscriber = ["/api/v1/subscriptions?limit=2", $"{Subscriptions}/{_made}", $"{Subscriptions}/{_made}/deliveries?limit=100"];
        return
        [
            .. ofAdmin.Select(path => Look("admin", path)), .. ofSubscriber.Select(path => Look("subscriber", path)),
            Look("replaced", "/api/v1/subscriptions?limit=1"),
        ];
    }

    private static JsonObject Look(string role, string path) => new() { ["as"] = role, ["path"] = path };

    /// <summary>The page, and where its cursor leads: clients keep cursors over an update.</summary>
    private async Task<string[]> Next(string path) =>
        (await relay.Done(HttpMethod.Get, path, SomeRecords.Admin))["cursor"] is { } cursor
            ? [path, $"{path}&cursor={Uri.EscapeDataString(cursor.GetValue<string>())}"]
            : [path];
}
