using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Verification;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Deliveries.Verification;

public sealed partial class OwnershipCheckTests : IDisposable
{
    private readonly RelayInMemory _relay = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _relay.Dispose();

    [Theory]
    [InlineData("relay.example.org", "120", 120)]
    [InlineData("RELAY.example.org", "30", 30)]
    [InlineData("*", "*", null)]
    [InlineData("*", null, null)]
    public async Task A_target_that_permits_the_sender_is_proved_by_OPTIONS_alone(string origin, string? rate, int? perMinute)
    {
        await using var receiver = await Receiver.Start(Permitting(origin, rate));

        var after = await Try(receiver);

        Assert.Equal((SubscriptionStatus.Active, null), (after.Status, after.StatusReason));
        Assert.Equal(
            (OwnershipProof.Handshake, "relay.example.org", perMinute), (after.Ownership!.Proof, after.Ownership.Origin, after.Ownership.RatePerMinute));
        Assert.Null(after.Ownership.CallbackHash);
        var asked = Assert.Single(receiver.Received);
        Assert.Equal(("relay.example.org", "120"), (asked.Header("WebHook-Request-Origin"), asked.Header("WebHook-Request-Rate")));
        Assert.StartsWith(
            "https://relay.example.org/api/v1/subscriptions/sub_000001/confirm?token=", asked.Header("WebHook-Request-Callback"), StringComparison.Ordinal);
        Assert.Empty(asked.Body);
    }

    [Theory]
    [InlineData("other.example.org", "*", "neither relay.example.org nor *")]
    [InlineData("relay.example.org.evil.example", "*", "neither relay.example.org nor *")]
    [InlineData("relay.example.org", "0", "neither a number of posts a minute nor *")]
    [InlineData("relay.example.org", "-5", "neither a number of posts a minute nor *")]
    [InlineData("relay.example.org", "many", "neither a number of posts a minute nor *")]
    [InlineData(null, null, "answered OPTIONS (HTTP 200) without the header WebHook-Allowed-Origin")]
    public async Task What_is_no_permission_is_told_in_words(string? origin, string? rate, string words)
    {
        await using var receiver = await Receiver.Start(Permitting(origin, rate));

        var after = await Try(receiver);

        Assert.Equal((SubscriptionStatus.Unverified, false), (after.Status, after.IsProved));
        Assert.Contains(words, after.StatusReason, StringComparison.Ordinal);
        Assert.Contains("/subscriptions/sub_000001/verify asks it again", after.StatusReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_target_that_gives_the_token_back_is_proved(bool asJson)
    {
        await using var receiver = await Receiver.Start(Answering(token => asJson ? $$"""{"challenge":"{{token}}"}""" : token));

        var after = await Try(receiver);

        Assert.Equal((SubscriptionStatus.Active, OwnershipProof.Challenge, null), (after.Status, after.Ownership!.Proof, after.Ownership.Origin));
        var posted = receiver.Received.Last();
        var headers = new SignatureHeaders(posted.Header("webhook-id"), posted.Header("webhook-timestamp"), posted.Header("webhook-signature"));
        Assert.IsType<SignatureVerdict.Valid>(WebhookSignature.Verify(after.Secrets[0].Value, headers, posted.Body, Some.Time));
        Assert.Contains(" v1a,", headers.Signature, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "its answer to the challenge did not hold the token")]
    [InlineData(204, "its answer to the challenge did not hold the token")]
    [InlineData(404, "answered HTTP 404 to the challenge")]
    [InlineData(410, "answered HTTP 410 to the challenge")]
    [InlineData(307, "answered with a redirect (HTTP 307), which is not followed")]
    public async Task A_target_that_does_not_give_it_back_is_not(int status, string words)
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(status));

        Assert.Contains(words, (await Try(receiver)).StatusReason, StringComparison.Ordinal);
        Assert.Equal(2, receiver.Received.Count);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("close")]
    [InlineData("hang")]
    public async Task A_target_whose_firewall_drops_OPTIONS_is_still_sent_the_challenge(string way)
    {
        var answer = Answering(token => $"\uFEFF\"{token}\"\r\n");
        await using var receiver = await Receiver.Start();
        receiver.Answer = context => context.Request.Method == "OPTIONS" ? Drop(context, way) : answer(context);

        Assert.Equal(OwnershipProof.Challenge, (await Try(receiver)).Ownership!.Proof);
    }

    private Task Drop(HttpContext context, string way)
    {
        if (way == "hang")
        {
            _relay.Clock.Advance(_relay.Options.Timeout);
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        if (way == "reset")
            context.Features.Get<IConnectionSocketFeature>()!.Socket.LingerState = new LingerOption(true, 0);

        context.Abort();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_target_that_takes_neither_is_told_of_both()
    {
        await using var receiver = await Receiver.Start(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.StartsWith(
            "The target could not be asked by OPTIONS (the connection ended before the answer), and the connection ended before the answer to the challenge",
            (await Try(receiver)).StatusReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_gives_the_token_back_with_a_failure_is_not_proved()
    {
        await using var receiver = await Receiver.Start(Answering(token => token, status: 500));

        Assert.False((await Try(receiver)).IsProved);
    }

    [Fact]
    public async Task A_target_that_cannot_be_reached_is_asked_once()
    {
        var nobody = Some.Subscription(new Uri("http://127.0.0.1:1/")) with { Ownership = new Ownership(), Status = SubscriptionStatus.Unverified };
        await _relay.Subscribe(nobody);

        var after = Assert.IsType<VerificationAttempt.Made>(await _relay.Ownership.Try(nobody, isLimited: true, Cancellation)).Subscription;

        Assert.StartsWith("The target could not be asked: no connection could be made.", after.StatusReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("http://example.org/")]
    public async Task A_target_that_may_not_be_called_is_not_asked_either(string target)
    {
        using var strict = new RelayInMemory(new DeliveryOptions());
        var subscription = Some.Subscription(new Uri(target)) with { Ownership = new Ownership(), Status = SubscriptionStatus.Unverified };
        await strict.Subscribe(subscription);

        var after = Assert.IsType<VerificationAttempt.Made>(await strict.Ownership.Try(subscription, isLimited: true, Cancellation)).Subscription;

        Assert.Contains("not an address that the relay may call", after.StatusReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_proves_itself_by_taking_a_test_post_and_is_sent_nothing_else()
    {
        await using var receiver = await Receiver.Start();
        var chat = Unproved(receiver) with { Format = "telex" };
        await _relay.Subscribe(chat);

        var after = Assert.IsType<VerificationAttempt.Made>(await _relay.Ownership.Try(chat, isLimited: true, Cancellation)).Subscription;

        Assert.Contains("telex, which this relay does not have", after.StatusReason, StringComparison.Ordinal);
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task Until_it_is_proved_a_target_gets_nothing_but_the_question()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(404));
        await Try(receiver);

        await _relay.SendEverything(Some.Alert());

        Assert.Equal(["OPTIONS", "POST"], receiver.Received.Select(received => received.Body.Length == 0 ? "OPTIONS" : "POST"));
        Assert.Equal(VerificationChallenge.Type, Type(receiver.Received.Last()));
    }

    [Fact]
    public async Task What_was_pending_waits_until_a_changed_target_is_proved()
    {
        await using var receiver = await Receiver.Start(Receiver.Saying(500));
        var subscription = Some.Subscription(receiver.At("/old"));
        await _relay.Subscribe(subscription);
        await _relay.SendEverything(Some.Alert());
        var stored = _relay.Subscriptions[subscription.Id];
        await _relay.Subscriptions.Update(stored.MovedTo(receiver.At("/new")) with { Version = stored.Version + 1 }, Cancellation);

        _relay.Clock.Advance(TimeSpan.FromMinutes(1));
        await _relay.Worker.RunOnce(Cancellation);
        Assert.DoesNotContain("/new", receiver.Paths);

        receiver.Answer = Answering(token => token);
        await _relay.Ownership.Try(_relay.Subscriptions[subscription.Id], isLimited: true, Cancellation);
        receiver.Answer = null;
        _relay.Clock.Advance(TimeSpan.FromHours(1));
        await _relay.Worker.RunOnce(Cancellation);
        Assert.Equal(DeliveryStatus.Delivered, _relay.Deliveries["alt_1", subscription.Id]!.Status);
    }

    [Fact]
    public async Task Who_permitted_a_sender_reads_its_name_with_each_delivery()
    {
        await using var receiver = await Receiver.Start(Permitting("*", null));
        await Try(receiver);

        await _relay.SendEverything(Some.Alert());

        Assert.Equal("relay.example.org", receiver.Received.Last().Header("WebHook-Request-Origin"));
    }

    private static Func<HttpContext, Task> Permitting(string? origin, string? rate) => context =>
    {
        context.Response.StatusCode = (int)HttpStatusCode.OK;
        if (context.Request.Method == "OPTIONS" && origin is not null)
            context.Response.Headers["WebHook-Allowed-Origin"] = origin;
        if (context.Request.Method == "OPTIONS" && rate is not null)
            context.Response.Headers["WebHook-Allowed-Rate"] = rate;

        return Task.CompletedTask;
    };

    private static Func<HttpContext, Task> Answering(Func<string, string> answer, int status = 200) => async context =>
    {
        context.Response.StatusCode = context.Request.Method == "OPTIONS" ? 405 : status;
        if (context.Request.Method == "POST" && context.Items["body"] is byte[] body)
            await context.Response.WriteAsync(answer(JsonDocument.Parse(body).RootElement.GetProperty("data").GetProperty("challenge").GetString()!));
    };

    private static string? Type(Received received) => JsonDocument.Parse(received.Body).RootElement.GetProperty("type").GetString();

    private static Subscription Unproved(Receiver receiver, int number = 1) =>
        Some.Subscription(receiver.At("/hook"), number) with { Ownership = new Ownership(), Status = SubscriptionStatus.Unverified };

    private async Task<Subscription> Try(Receiver receiver)
    {
        var subscription = Unproved(receiver);
        await _relay.Subscribe(subscription);
        return Assert.IsType<VerificationAttempt.Made>(await _relay.Ownership.Try(subscription, isLimited: true, Cancellation)).Subscription;
    }
}
