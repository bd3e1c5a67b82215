using System.Text;
using AlertRelay.Deliveries;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Chats;

/// <summary>Servers that answer as the platforms do, at the far end of the whole engine.</summary>
public sealed class ChatDeliveryTests : IDisposable
{
    private const string Id = "sub_000001";

    private static readonly Reply SlackOk = new(200, "ok");

    private static readonly IReadOnlyList<Story> Stories =
    [
        new("slack", "/services/T/B/x", [SlackOk], DeliveryStatus.Delivered, ["*alt_1*"]),
        new("slack", "/services/T/B/x", [new(400, "invalid_blocks"), SlackOk], DeliveryStatus.Delivered, ["*alt_1*", "alt_1"]),
        new("slack", "/services/T/B/x", [new(400, "invalid_blocks"), new(400, "invalid_payload")], DeliveryStatus.Pending, ["*alt_1*", "alt_1"], NextIn: 300),
        new("slack", "/services/T/B/x", [new(400, "invalid_blocks"), new(500, "rollup_error")], DeliveryStatus.Pending, ["*alt_1*", "alt_1"], NextIn: 300),
        new("slack", "/services/T/B/x", [new(429, "rate_limited", "Retry-After: 30")], DeliveryStatus.Pending, ["*alt_1*"], NextIn: 30, ClosedFor: 30),
        new("slack", "/services/T/B/x", [new(404, "no_service")], DeliveryStatus.Dead, ["*alt_1*"], Ends: "no_service"),
        new("slack", "/services/T/B/x", [new(410, "channel_is_archived")], DeliveryStatus.Dead, ["*alt_1*"], Ends: "archived"),
        new("slack", "/services/T/B/x", [new(302, "", "Location: https://example.org/")], DeliveryStatus.Pending, ["*alt_1*"], NextIn: 5),
        new("teams", "/workflows/a?sig=x", [new(202)], DeliveryStatus.Delivered, ["*alt_1*"]),
        new("teams", "/workflows/a?sig=x", [new(200, "Microsoft Teams endpoint returned HTTP error 429")], DeliveryStatus.Pending, ["*alt_1*"], NextIn: 5,
        ClosedFor: 60),
        new("teams", "/workflows/a?sig=x", [new(404, """{"error":{"code":"WorkflowNotFound"}}""")], DeliveryStatus.Dead, ["*alt_1*"], Ends: "deleted"),
        new("discord", "/api/webhooks/1/t", [new(200, """{"id":"7"}""")], DeliveryStatus.Delivered, ["*alt_1*"]),
        new("discord", "/api/webhooks/1/t", [new(429, """{"retry_after":64.57,"global":false}""", "Retry-After: 65")], DeliveryStatus.Pending, ["*alt_1*"],
        NextIn: 65),
        new("discord", "/api/webhooks/1/t", [new(404, """{"message":"Unknown Webhook","code":10015}""")], DeliveryStatus.Dead, ["*alt_1*"],
        Ends: "Unknown Webhook"),
        new("google-chat", "/v1/spaces/A/messages?key=k&token=t", [new(200, """{"name":"spaces/A/messages/B"}""")], DeliveryStatus.Delivered, ["*alt_1*"]),
        new("google-chat", "/v1/spaces/A/messages?key=k&token=t", [new(429, """{"error":{"code":429}}""")], DeliveryStatus.Pending, ["*alt_1*"], NextIn: 5,
        ClosedFor: 60),
        new("google-chat", "/v1/spaces/A/messages?key=k&token=t", [new(401)], DeliveryStatus.Pending, ["*alt_1*"], NextIn: 5),
        new("mattermost", "/hooks/a", [new(400, """{"id":"web.incoming_webhook.invalid.app_error"}""")], DeliveryStatus.Dead, ["*alt_1*"],
        Ends: "no longer knows"),
        new("mattermost", "/hooks/a", [SlackOk], DeliveryStatus.Delivered, ["*alt_1*"]),
        new("rocket-chat", "/hooks/a/b", [new(200, """{"success":false,"error":"x"}"""), new(200, """{"success":true}""")], DeliveryStatus.Pending,
        ["*alt_1*"], NextIn: 5),
        new("telegram", "/bot1:a/sendMessage?chat_id=5", [new(200, """{"ok":true,"result":{"message_id":7}}""")], DeliveryStatus.Delivered, ["*alt_1*"]),
        new("telegram", "/bot1:a/sendMessage?chat_id=5", [new(429, """{"ok":false,"parameters":{"retry_after":35}}""")], DeliveryStatus.Pending, ["*alt_1*"],
        NextIn: 35, ClosedFor: 35),
        new("telegram", "/bot1:a/sendMessage?chat_id=5", [new(403, """{"ok":false,"description":"Forbidden: bot was blocked by the user"}""")],
        DeliveryStatus.Dead, ["*alt_1*"], Ends: "blocked"),
        new("telegram", "/bot1:a/sendMessage?chat_id=5",
        [
            new(400, """{"ok":false,"description":"Bad Request: can't parse entities"}"""), new(200, """{"ok":true}"""),
        ], DeliveryStatus.Delivered, ["*alt_1*", "alt_1"]),
        new("webex", "/v1/webhooks/incoming/a", [new(204)], DeliveryStatus.Delivered, ["*alt_1*"]),
        new("webex", "/v1/webhooks/incoming/a", [new(404, """{"message":"Webhook not found","trackingId":"ROUTER_1"}""")], DeliveryStatus.Dead, ["*alt_1*"],
        Ends: "no longer knows"),
        new("webex", "/v1/webhooks/incoming/a", [new(404)], DeliveryStatus.Pending, ["*alt_1*"], NextIn: 5),
        new("slack", "/services/T/B/x", [new(410, "<html>")], DeliveryStatus.Pending, ["*alt_1*"], NextIn: 5),
        new("ntfy", "/alerts", [new(200, """{"id":"a"}""")], DeliveryStatus.Delivered, ["*alt_1*"]),
        new("ntfy", "/alerts", [new(429, """{"code":42908,"http":429}""")], DeliveryStatus.Pending, ["*alt_1*"], NextIn: 3600),
        new("pagerduty", "/v2/enqueue?routing_key=k", [new(202, """{"status":"success"}""")], DeliveryStatus.Delivered, ["*alt_1*"]),
        new("pagerduty", "/v2/enqueue?routing_key=k", [new(503)], DeliveryStatus.Pending, ["*alt_1*"], NextIn: 5),
        new("pagerduty", "/v2/enqueue?routing_key=k", [new(400, """{"status":"invalid event","errors":["Invalid routing key"]}""")],
        DeliveryStatus.Dead, ["*alt_1*"], Ends: "routing key"),
    ];

    private readonly RelayInMemory _relay = new(chats: [.. ShortFormat.ForAll]);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Stories.Count)];

    public void Dispose() => _relay.Dispose();

    [Theory, MemberData(nameof(Numbers))]
    public async Task An_answer_leads_to_the_right_state(int number)
    {
        var story = Stories[number];
        await using var receiver = await Receiver.Start(Reply.InOrder(story.Replies));
        await _relay.Subscribe(Chat(receiver, story.Platform, story.Path));

        await _relay.SendEverything(Some.Alert());

        var delivery = _relay.Deliveries["alt_1", Id]!;
        Assert.Equal(story.Sent, receiver.Received.Select(received => Encoding.UTF8.GetString(received.Body)));
        Assert.Equal(story.Sent.Count, _relay.Deliveries.AllAttempts.Count);
        Assert.Equal((story.Status, story.NextIn), (delivery.Status, (delivery.NextAttemptAt - Some.Time)?.TotalSeconds));
        var subscription = _relay.Subscriptions[Id];
        Assert.Equal(story.Ends is null ? SubscriptionStatus.Active : SubscriptionStatus.Disabled, subscription.Status);
        Assert.Contains(story.Ends ?? "", subscription.StatusReason ?? "", StringComparison.Ordinal);
        if (story.ClosedFor is { } closed)
            await IsLeftAlone(receiver, TimeSpan.FromSeconds(closed));
    }

    [Fact]
    public async Task A_chat_gets_no_signature_but_what_its_format_asks_for()
    {
        await using var receiver = await Receiver.Start(Reply.InOrder(new Reply(200, """{"name":"spaces/A/messages/B"}""")));
        await _relay.Subscribe(Chat(receiver, "google-chat", "/v1/spaces/A/messages?key=a%2Fb&token=t"));

        await _relay.SendEverything(Some.Alert());

        var received = Assert.Single(receiver.Received);
        Assert.Equal("?key=a%2Fb&token=t&requestId=alt_1", received.Query);
        Assert.Equal(("alert", "text/plain; charset=utf-8"), (received.Header("Title"), received.Header("Content-Type")));
        Assert.DoesNotContain(received.Headers.Keys, name => name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase) || name == "traceparent");
    }

    [Fact]
    public async Task A_subscription_follows_its_group_and_loses_nothing()
    {
        await using var receiver = await Receiver.Start(Reply.InOrder(
            new Reply(
                400,
                """
                {"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat",
                 "parameters":{"migrate_to_chat_id":-1007}}
                """),
            new Reply(200, """{"ok":true}""")));
        await _relay.Subscribe(Chat(receiver, "telegram", "/bot1:a/sendMessage?chat_id=-7"));

        await _relay.SendEverything(Some.Alert());
        Assert.Equal("?chat_id=-1007", _relay.Subscriptions[Id].Target.Query);
        Assert.Equal(DeliveryStatus.Pending, _relay.Deliveries["alt_1", Id]!.Status);

        _relay.Clock.Advance(TimeSpan.FromSeconds(5));
        await _relay.Worker.RunOnce(CancellationToken.None);
        Assert.Equal(DeliveryStatus.Delivered, _relay.Deliveries["alt_1", Id]!.Status);
        Assert.Equal(2, receiver.Received.Count);
    }

    [Fact]
    public async Task A_wave_of_alerts_reaches_a_chat_at_its_pace_whole_and_holds_up_nobody()
    {
        await using var slack = await Receiver.Start(Reply.InOrder(SlackOk));
        await using var other = await Receiver.Start();
        await _relay.Subscribe(Chat(slack, "slack", "/services/T/B/x"), Some.Subscription(other.At("/"), 2));

        foreach (var country in Enumerable.Range(1, 13))
            await _relay.SendEverything(Some.Alert($"alt_{country}"));

        Assert.Equal((1, 13), (slack.Received.Count, other.Received.Count));
        Assert.Equal(Enumerable.Range(1, 12).Select(second => Some.Time.AddSeconds(second)), _relay.Retries.Due);
        for (var second = 1; second <= 12; second++)
        {
            _relay.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1, await _relay.Worker.RunOnce(CancellationToken.None));
            Assert.Equal(second + 1, slack.Received.Count);
        }

        Assert.Equal(26, _relay.Deliveries.AllAttempts.Count);
        Assert.Equal(13, slack.Received.Select(received => Encoding.UTF8.GetString(received.Body)).Distinct().Count());
    }

    [Fact]
    public async Task A_used_up_allowance_is_waited_for_and_not_overdrawn()
    {
        await using var discord = await Receiver.Start(
            Reply.InOrder(new Reply(200, """{"id":"1"}""", "X-RateLimit-Remaining: 0\nX-RateLimit-Reset-After: 1.5")));
        await _relay.Subscribe(Chat(discord, "discord", "/api/webhooks/1/t"));

        await _relay.SendEverything(Some.Alert("alt_1"));
        await _relay.SendEverything(Some.Alert("alt_2"));

        Assert.Single(discord.Received);
        Assert.Equal(Some.Time.AddSeconds(1.5), _relay.Deliveries["alt_2", Id]!.NextAttemptAt);
    }

    [Fact]
    public async Task What_was_not_read_when_the_pages_time_was_over_is_said_plainly_next_time()
    {
        await using var slack = await Receiver.Start(Reply.InOrder(new Reply(400, "invalid_blocks"), new Reply(400, "invalid_blocks"), SlackOk));
        var answer = slack.Answer!;
        slack.Answer = context =>
        {
            if (slack.Received.Count == 1)
                _relay.Clock.Advance(_relay.Options.PageTime);

            return answer(context);
        };
        _relay.Options.Timeout = _relay.Options.PageTime * 2;
        await _relay.Subscribe(Chat(slack, "slack", "/services/T/B/x"));

        await _relay.SendEverything(Some.Alert());
        Assert.Equal(DeliveryStatus.Pending, _relay.Deliveries["alt_1", Id]!.Status);
        Assert.Single(slack.Received);

        _relay.Clock.Advance(TimeSpan.FromSeconds(5));
        await _relay.Worker.RunOnce(CancellationToken.None);
        Assert.Equal(["*alt_1*", "*alt_1*", "alt_1"], slack.Received.Select(received => Encoding.UTF8.GetString(received.Body)));
        Assert.Equal(DeliveryStatus.Delivered, _relay.Deliveries["alt_1", Id]!.Status);
    }

    [Fact]
    public async Task A_test_says_what_the_platform_said_and_tries_the_plain_form_too()
    {
        await using var receiver = await Receiver.Start(Reply.InOrder(new Reply(400, "invalid_blocks"), SlackOk, new Reply(404, "no_service")));
        var subscription = Chat(receiver, "slack", "/services/T/B/x");
        await _relay.Subscribe(subscription);

        Assert.IsType<DeliveryOutcome.Delivered>(await _relay.Tests.Try(subscription, CancellationToken.None));
        Assert.Empty(_relay.Deliveries.AllAttempts);
        Assert.IsType<DeliveryOutcome.Gone>(await _relay.Tests.SendTest(subscription, CancellationToken.None));
        Assert.Equal(SubscriptionStatus.Disabled, _relay.Subscriptions[Id].Status);
    }

    private async Task IsLeftAlone(Receiver receiver, TimeSpan closed)
    {
        var before = receiver.Received.Count;
        await _relay.SendEverything(Some.Alert("alt_2"));

        Assert.Equal(before, receiver.Received.Count);
        Assert.Equal(Some.Time + closed, _relay.Deliveries["alt_2", Id]!.NextAttemptAt);
    }

    private static Subscription Chat(Receiver receiver, string platform, string path) =>
        Some.Subscription(receiver.At(path)) with { Format = platform, Secrets = [] };

    /// <param name="Sent">The bodies that the platform got.</param>
    /// <param name="NextIn">Seconds until the next attempt.</param>
    /// <param name="ClosedFor">Seconds for which other alerts stay away too.</param>
    /// <param name="Ends">What the subscription's owner reads when it is disabled.</param>
    private sealed record Story(
        string Platform, string Path, IReadOnlyList<Reply> Replies, DeliveryStatus Status, IReadOnlyList<string> Sent, double? NextIn = null,
        double? ClosedFor = null, string? Ends = null);
}
