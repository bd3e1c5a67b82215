using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Chats;

public sealed class ResponseClassifierTests
{
    private static readonly string[] All = [.. ChatPlatforms.All.Select(platform => platform.Name)];

    public static TheoryData<string> Names => [.. All.Except(["email"])];

    [Theory]
    [InlineData("slack", 200, "ok", false)]
    [InlineData("slack", 200, "ok\n", false)]
    [InlineData("teams", 202, "", true)]
    [InlineData("teams", 200, "1", false)]
    [InlineData("discord", 200, """{"type":0,"id":"1097","channel_id":"5","content":"…"}""", false)]
    [InlineData("discord", 204, "", true)]
    [InlineData("google-chat", 200, """{"name":"spaces/A/messages/B.B","text":"cut o""", false)]
    [InlineData("mattermost", 200, "ok", false)]
    [InlineData("rocket-chat", 200, """{"success":true}""", false)]
    [InlineData("telegram", 200, """{"ok":true,"result":{"message_id":5,"text":"cut of""", false)]
    [InlineData("webex", 204, "", false)]
    [InlineData("ntfy", 200, """{"id":"abc","event":"message","topic":"alerts"}""", false)]
    [InlineData("pagerduty", 202, """{"status":"success","message":"Event processed","dedup_key":"a"}""", true)]
    public void What_is_posted_and_what_is_only_accepted(string platform, int status, string body, bool isOnlyAccepted) =>
        Assert.Equal(new DeliveryOutcome.Delivered(status) { IsOnlyAccepted = isOnlyAccepted }, Of(platform, new Reply(status, body)));

    [Theory]
    [InlineData("slack", "<html>Sign in to the guest network</html>")]
    [InlineData("slack", "no_text")]
    [InlineData("discord", "")]
    [InlineData("google-chat", "{}")]
    [InlineData("mattermost", "<html></html>")]
    [InlineData("rocket-chat", """{"success":false,"error":"unknown-error"}""")]
    [InlineData("telegram", """{"ok":false}""")]
    [InlineData("ntfy", "<html></html>")]
    [InlineData("pagerduty", "")]
    public void A_200_is_no_proof_of_a_post(string platform, string body)
    {
        var outcome = Assert.IsType<DeliveryOutcome.Failed>(Of(platform, new Reply(200, body)));

        Assert.StartsWith("answered HTTP 200, but not as ", outcome.Reason, StringComparison.Ordinal);
        Assert.False(outcome.IsContentRejected);
    }

    [Theory]
    [InlineData("slack", 404, "no_service", "no_service")]
    [InlineData("slack", 404, "channel_not_found", "channel_not_found")]
    [InlineData("slack", 410, "channel_is_archived", "archived")]
    [InlineData("slack", 403, "invalid_token", "invalid_token")]
    [InlineData("teams", 404, """{"error":{"code":"WorkflowNotFound","message":"The workflow 'x' could not be found."}}""", "deleted")]
    [InlineData("teams", 401, """{"error":{"code":"AuthorizationFailed"}}""", "signature")]
    [InlineData("discord", 404, """{"message": "Unknown Webhook", "code": 10015}""", "Unknown Webhook")]
    [InlineData("discord", 401, """{"message": "Invalid Webhook Token", "code": 50027}""", "Invalid Webhook Token")]
    [InlineData("google-chat", 404, """{"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}""", "deleted")]
    [InlineData("mattermost", 400, """{"id":"web.incoming_webhook.invalid.app_error","message":"Invalid webhook.","status_code":400}""", "no longer knows")]
    [InlineData("rocket-chat", 404, """{"success":false,"error":"Invalid integration id or token provided."}""", "no longer knows")]
    [InlineData("telegram", 403, """{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}""", "blocked")]
    [InlineData("telegram", 403, """{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the supergroup chat"}""", "removed")]
    [InlineData("telegram", 400, """{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}""", "chat_id")]
    [InlineData("telegram", 401, """{"ok":false,"error_code":401,"description":"Unauthorized"}""", "revoked")]
    [InlineData("slack", 404, """{"ok":false,"error":"no_service"}""", "no_service")]
    [InlineData("webex", 404, """{"message":"Webhook not found","errors":[],"trackingId":"ROUTER_5F"}""", "no longer knows")]
    [InlineData("pagerduty", 400, """{"status":"invalid event","message":"Event object is invalid","errors":["Invalid routing key"]}""", "routing key")]
    public void What_ends_a_subscription_says_why(string platform, int status, string body, string word)
    {
        var outcome = Assert.IsType<DeliveryOutcome.Gone>(Of(platform, new Reply(status, body)));

        Assert.Equal(status, outcome.StatusCode);
        Assert.Contains(word, outcome.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string, int, string> AnswersFromInBetween =>
    [
        .. from platform in All.Except(["email"])
        from status in (int[])[401, 403, 404, 407, 410]
        from body in (string[])
        [
            "", "Not Found", "404 page not found", "<html>no_service channel_not_found WorkflowNotFound Unknown Webhook 10015 bot was blocked</html>",
            """{"message":"Not Found"}""", """{"error":"invalid_token"}""", """{"statusCode":401,"message":"Access denied"}""", """{"error":{"code":404}}""",
        ]
        select new TheoryDataRow<string, int, string>(platform, status, body),
    ];

    [Theory, MemberData(nameof(AnswersFromInBetween))]
    public void An_answer_that_is_not_the_platforms_own_is_an_ordinary_failure(string platform, int status, string body)
    {
        var outcome = Assert.IsType<DeliveryOutcome.Failed>(Of(platform, new Reply(status, body)));

        Assert.Equal((status, false), (outcome.StatusCode, outcome.IsContentRejected));
        Assert.Equal($"answered HTTP {status}", outcome.Reason);
    }

    [Theory]
    [InlineData("slack", 403, "action_prohibited")]
    [InlineData("slack", 500, "rollup_error")]
    [InlineData("teams", 400, """{"error":{"code":"WorkflowTriggerIsNotEnabled"}}""")]
    [InlineData("discord", 400, """{"message":"Webhooks posted to forum channels must have a thread_name or thread_id","code":220001}""")]
    [InlineData("google-chat", 401, """{"error":{"code":401,"status":"UNAUTHENTICATED"}}""")]
    [InlineData("google-chat", 403, """{"error":{"code":403,"status":"PERMISSION_DENIED"}}""")]
    [InlineData("mattermost", 501, """{"id":"web.incoming_webhook.disabled.app_error","status_code":501}""")]
    [InlineData("rocket-chat", 400, """{"success":false,"error":"error-not-allowed"}""")]
    [InlineData("telegram", 400, """{"ok":false,"description":"Bad Request: not enough rights to send text messages to the chat"}""")]
    [InlineData("teams", 401, """{"error":{"code":"DirectApiInvalidAuthorizationScheme"}}""")]
    [InlineData("ntfy", 403, """{"code":40301,"http":403,"error":"forbidden"}""")]
    public void What_somebody_may_put_right_is_tried_again_and_says_what(string platform, int status, string body)
    {
        var outcome = Assert.IsType<DeliveryOutcome.Failed>(Of(platform, new Reply(status, body)));

        Assert.False(outcome.IsContentRejected);
        Assert.StartsWith($"answered HTTP {status}: ", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slack", 400, "invalid_payload")]
    [InlineData("slack", 400, "too_many_attachments")]
    [InlineData("teams", 400, """{"error":{"code":"TriggerInputSchemaMismatch"}}""")]
    [InlineData("discord", 400, """{"message":"Invalid Form Body","code":50035,"errors":{"embeds":["0"]}}""")]
    [InlineData("google-chat", 400, """{"error":{"code":400,"message":"Invalid JSON payload received.","status":"INVALID_ARGUMENT"}}""")]
    [InlineData("mattermost", 400, """{"id":"web.incoming_webhook.text.app_error","status_code":400}""")]
    [InlineData("telegram", 400, """{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: unsupported start tag"}""")]
    [InlineData("telegram", 400, """{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}""")]
    [InlineData("webex", 400, "")]
    [InlineData("ntfy", 413, """{"code":41301,"http":413,"error":"attachment too large"}""")]
    [InlineData("pagerduty", 400, """{"status":"invalid event","errors":["'payload.severity' is invalid"]}""")]
    public void A_message_that_was_not_read_may_be_said_more_plainly(string platform, int status, string body) =>
        Assert.True(Assert.IsType<DeliveryOutcome.Failed>(Of(platform, new Reply(status, body))).IsContentRejected);

    [Theory]
    [InlineData("slack", "rate_limited", "Retry-After: 30", 30)]
    [InlineData("slack", "", "Retry-After: Fri, 10 Jan 2020 00:52:15 GMT", 120)]
    [InlineData("teams", "", "", 60)]
    [InlineData("discord", """{"message":"You are being rate limited.","retry_after":64.57,"global":false}""", "Retry-After: 65", 65)]
    [InlineData("discord", """{"message":"You are being rate limited.","retry_after":1.337,"global":false}""", "", 1.337)]
    [InlineData("discord", """{"retry_after":0.5,"global":false}""", "Retry-After: 0.75", 0.75)]
    [InlineData("google-chat", """{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}""", "", 60)]
    [InlineData("telegram", """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}""", "", 35)]
    [InlineData("webex", "", "Retry-After: 12", 12)]
    [InlineData("ntfy", """{"code":42901,"http":429,"error":"limit reached"}""", "", 60)]
    [InlineData("ntfy", """{"code":42908,"http":429,"error":"limit reached: daily message quota"}""", "", 3600)]
    [InlineData("pagerduty", "", "", 60)]
    [InlineData("rocket-chat", """{"success":false,"error":"error-too-many-requests"}""", "", 60)]
    [InlineData("mattermost", "limit exceeded", "Retry-After: 1", 1)]
    [InlineData("telegram", """{"parameters":{"retry_after":99999999999999999999999999}}""", "", 86400)]
    public void Every_dialect_of_too_many_closes_the_endpoint_for_as_long_as_it_says(string platform, string body, string headers, double seconds)
    {
        var outcome = Assert.IsType<DeliveryOutcome.Failed>(Of(platform, new Reply(429, body, headers)));

        Assert.Equal(TimeSpan.FromSeconds(seconds), outcome.Pause);
        Assert.False(outcome.IsContentRejected);
    }

    [Fact]
    public void Teams_may_say_too_many_with_a_200()
    {
        var outcome = Of(
            "teams", new Reply(200, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId tcid=0"));

        Assert.Equal(TimeSpan.FromSeconds(60), Assert.IsType<DeliveryOutcome.Failed>(outcome).Pause);
        Assert.IsType<DeliveryOutcome.Failed>(Of("teams", new Reply(200, "Microsoft Teams endpoint returned HTTP error 413")));
    }

    [Fact]
    public void A_group_that_became_a_supergroup_names_its_new_id()
    {
        var outcome = Of("telegram", new Reply(400, """
            {"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001234}}
            """));

        var failed = Assert.IsType<DeliveryOutcome.Failed>(outcome);
        Assert.Equal(("-1001234", false), (failed.MovedTo, failed.IsContentRejected));
    }

    [Theory]
    [InlineData("""{"retry_after":1.0,"global":false}""", "X-RateLimit-Scope: user", false, true)]
    [InlineData("""{"retry_after":1.0,"global":false}""", "X-RateLimit-Scope: shared", false, false)]
    [InlineData("""{"retry_after":1.0,"global":true}""", "X-RateLimit-Global: true\nX-RateLimit-Scope: global", true, true)]
    [InlineData("error code: 1015", "Retry-After: 600", true, true)]
    public void Discords_limits_are_told_apart(string body, string headers, bool isOfAll, bool isHeldAgainstUs)
    {
        var outcome = Assert.IsType<DeliveryOutcome.Failed>(Of("discord", new Reply(429, body, headers)));

        Assert.Equal((isOfAll, isHeldAgainstUs), (outcome.PausesWholePlatform, outcome.CountsAgainstRelay));
    }

    [Fact]
    public void Discord_says_beforehand_when_its_allowance_is_used_up()
    {
        var outcome = Of("discord", new Reply(200, """{"id":"1"}""", "X-RateLimit-Limit: 5\nX-RateLimit-Remaining: 0\nX-RateLimit-Reset-After: 1.25"));

        Assert.Equal(TimeSpan.FromSeconds(1.25), Assert.IsType<DeliveryOutcome.Delivered>(outcome).Pause);
    }

    [Theory, MemberData(nameof(Names))]
    public void Whatever_comes_has_an_outcome_and_server_faults_are_tried_again(string platform)
    {
        string[] bodies = ["", "{", "[1,{\"a\":[2]},3]", "{\"id\":\"\\ud800\"}", "null", "\"x\"", "{\"ok\":", "\u0000", new string('{', 500)];
        foreach (var (status, body) in Enumerable.Range(100, 500).SelectMany(status => bodies.Select(body => (status, body))))
        {
            var outcome = Of(platform, new Reply(status, body));
            Assert.Equal(status, outcome.StatusCode);
            Assert.True(status is >= 200 and < 300 || outcome is not DeliveryOutcome.Delivered, $"{status} {body}");
            Assert.True(status < 500 || outcome is DeliveryOutcome.Failed { IsContentRejected: false }, $"{status} {body}");
        }
    }

    private static DeliveryOutcome Of(string platform, Reply reply) => ResponseClassifier.Of(ChatPlatforms.Of(platform)!, reply.ToAnswer());
}
