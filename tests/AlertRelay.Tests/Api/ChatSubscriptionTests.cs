using System.Net;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Networking;
using AlertRelay.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Api;

public sealed class ChatSubscriptionTests : IAsyncLifetime
{
    private const string All = "/api/v1/subscriptions";
    private const string Slack = "https://hooks.slack.com/services/T000/B000/sesame";

    private readonly Chats _chats = new();

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start(services => services
        .AddSingleton(provider => new WebhookSender(
            new HttpMessageInvoker(_chats), provider.GetRequiredService<TargetPolicy>(), provider.GetRequiredService<RelaySigner>(),
            provider.GetRequiredService<ConnectionTimings>(), provider.GetRequiredService<IOptions<DeliveryOptions>>(),
            provider.GetRequiredService<TimeProvider>(), NullLogger<WebhookSender>.Instance)));

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_chats_URL_is_all_that_is_needed()
    {
        var made = await Post(Slack);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(("slack", "https://hooks.slack.com/…", "active"), (Text(made, "format"), Text(made, "target"), Text(made, "status")));
        Assert.Null(made.Json["secret"]);
        Assert.Contains("Test: this receiver works", Assert.Single(_chats.Bodies), StringComparison.Ordinal);
        Assert.Empty((await _api.Get<ISubscriptionStore>().Find(Text(made, "id"), ApiHost.Cancellation))!.Secrets);
        Assert.DoesNotContain("sesame", made.Text + _api.Log.Text);
    }

    [Theory]
    [InlineData(
        404,
        "no_service",
        "Slack did not take the test post, so nothing was changed or kept: answered HTTP 404: Slack no longer knows this webhook (no_service): make a "
        + "new webhook and register that.")]
    [InlineData(429, "rate_limited", "Slack did not take the test post, so nothing was changed or kept: answered HTTP 429. Try again in 30 seconds.")]
    [InlineData(
        200, "<html>", "Slack did not take the test post, so nothing was changed or kept: answered HTTP 200, but not as Slack does when it has the message.")]
    public async Task A_chat_that_says_no_is_not_kept_and_the_answer_says_why(int status, string body, string sentence)
    {
        _chats.Answer = (status, body);

        var refused = await Post(Slack);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "test-post-refused", sentence), (refused.Status, refused.Word, Text(refused, "detail")));
        Assert.Empty((await _api.Look(All, _api.Admin)).Json["subscriptions"]!.AsArray());
        Assert.DoesNotContain("sesame", refused.Text + _api.Log.Text);
    }

    [Fact]
    public async Task A_repeated_request_posts_no_second_test()
    {
        var first = await Post(Slack, ("Idempotency-Key", "a-1"));
        _chats.Answer = (404, "no_service");
        var again = await Post(Slack, ("Idempotency-Key", "a-1"));

        Assert.Equal((HttpStatusCode.Created, first.Text), (again.Status, again.Text));
        Assert.Single(_chats.Bodies);
    }

    [Fact]
    public async Task A_tenant_has_a_chat_sixty_test_posts_an_hour_and_an_operator_as_many_as_needed()
    {
        for (var number = 0; number < VerificationLimits.MaxPerHost; number++)
            Assert.Equal(HttpStatusCode.Created, (await Post($"{Slack}{number}")).Status);

        var refused = await Post(Slack);

        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-tries"), (refused.Status, refused.Word));
        Assert.Equal(VerificationLimits.MaxPerHost, _chats.Bodies.Count);
        Assert.Equal(HttpStatusCode.Created, (await _api.Post(All, _api.Globex, $$"""{"target":"{{Slack}}"}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await _api.Post(All, _api.Admin, $$"""{"target":"{{Slack}}"}""")).Status);
        _api.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Created, (await Post(Slack)).Status);
    }

    [Theory]
    [InlineData(
        $$"""{"target":"{{Slack}}","format":"discord"}""",
        "format",
        "the target is one of Slack, which does not take the format 'discord'; leave 'format' out, or write 'slack'.")]
    [InlineData(
        $$"""{"target":"{{Slack}}","format":"webhook"}""",
        "format",
        "the target is one of Slack, which does not take the format 'webhook'; leave 'format' out, or write 'slack'.")]
    [InlineData(
        """{"target":"https://api.telegram.org/bot1:a/sendMessage"}""",
        "target",
        "a target of Telegram looks like https://api.telegram.org/bot…/sendMessage?chat_id=…; copy it whole.")]
    [InlineData(
        $$"""{"target":"{{Slack}}","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}""", "secret", "leave it out: what is posted to a chat is not signed.")]
    [InlineData("""{"target":"mailto:duty@example.org"}""", "target", "This relay sends no mail: its operator must set Mail:Host and Mail:From first.")]
    public async Task What_does_not_fit_together_is_said_before_anything_is_posted(string body, string field, string sentence)
    {
        var refused = await _api.Post(All, _api.Acme, body);

        Assert.Equal(sentence, refused.Error(field));
        Assert.Empty(_chats.Bodies);
    }

    [Fact]
    public async Task A_new_target_brings_its_own_format_and_is_tried_before_it_is_taken()
    {
        var path = $"{All}/{Text(await Post(Slack), "id")}";

        _chats.Answer = (404, """{"code":10015}""");
        var refused = await Patch(path, """{"target":"https://discord.com/api/webhooks/1/t"}""");
        Assert.Equal("test-post-refused", refused.Word);
        Assert.Equal("slack", Text(await _api.Look(path, _api.Acme), "format"));

        _chats.Answer = (200, """{"id":"7"}""");
        Assert.Equal("discord", Text(await Patch(path, """{"target":"https://discord.com/api/webhooks/1/t"}"""), "format"));
        Assert.Equal("renamed", Text(await Patch(path, """{"name":"renamed"}"""), "name"));
        Assert.Equal("webhook", Text(await Patch(path, """{"target":"https://receiver.example.org/alerts"}"""), "format"));

        // Three test posts, and the webhook's challenge.
        Assert.Equal(4, _chats.Bodies.Count);
        Assert.Single((await _api.Get<ISubscriptionStore>().Find(path.Split('/')[^1], ApiHost.Cancellation))!.Secrets);
    }

    [Fact]
    public async Task A_format_that_was_named_stays_with_a_new_target()
    {
        var made = await _api.Post(All, _api.Acme, """{"target":"https://chat.example.org/hooks/a","format":"mattermost"}""");
        var path = $"{All}/{Text(made, "id")}";

        Assert.Equal("mattermost", Text(await Patch(path, """{"target":"https://chat.example.org/hooks/b"}"""), "format"));
        Assert.Equal("format", (await Patch(path, """{"target":"https://chat.example.org/other"}""")).Json["errors"]!.AsObject().Single().Key);
    }

    [Fact]
    public async Task A_chat_has_no_secret_to_rotate()
    {
        var path = $"{All}/{Text(await Post(Slack), "id")}";

        Assert.Equal("conflict", (await _api.Post($"{path}/rotate-secret", _api.Acme)).Word);
    }

    [Fact]
    public async Task A_test_tells_a_post_from_a_promise()
    {
        _chats.Answer = (202, "");
        var flow = "https://p.logic.azure.com/workflows/a?sig=sesame";
        var made = await Post(flow);

        var tested = await _api.Post($"{All}/{Text(made, "id")}/test", _api.Acme);

        Assert.Equal(
            ("acceptedForLater", "The platform took the test alert and posts it later. Look whether it arrived: the platform does not say."),
            (Text(tested, "outcome"), Text(tested, "message")));
        Assert.True(tested.Json["delivered"]!.GetValue<bool>() && tested.Json["accepted"]!.GetValue<bool>());
        Assert.Equal(
            "https://p.logic.azure.com/…",
            Text(await _api.Post(All, _api.Acme, $$"""{"target":"{{flow}}","format":"webhook","allowDuplicate":true}"""), "target"));
    }

    private Task<Answer> Post(string target, params (string Name, string Value)[] headers) =>
        _api.Post(All, _api.Acme, $$"""{"target":"{{target}}"}""", headers);

    private Task<Answer> Patch(string path, string patch) => _api.Send(HttpMethod.Patch, path, _api.Acme, patch);

    private static string Text(Answer answer, string field) => answer.Json[field]?.ToString() ?? answer.Text;

    /// <summary>In the place of every chat on the internet.</summary>
    private sealed class Chats : HttpMessageHandler
    {
        public (int Status, string Body) Answer { get; set; } = (200, "ok");

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            var response = new HttpResponseMessage((HttpStatusCode)Answer.Status) { Content = new StringContent(Answer.Body) };
            if (Answer.Status == 429)
                response.Headers.Add("Retry-After", "30");

            return response;
        }
    }
}
