using System.Diagnostics;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Webhooks;

public sealed class WebhookSenderTests : IDisposable
{
    private readonly RelayInMemory _relay = new();

    public void Dispose() => _relay.Dispose();

    [Fact]
    public async Task A_receiver_gets_the_message_and_can_verify_it()
    {
        await using var receiver = await Receiver.Start();
        var subscription = Some.Subscription(receiver.At("/hook?token=1"));

        var sent = await Send(subscription);

        Assert.Equal(new DeliveryOutcome.Delivered(204), sent.Untimed());
        Assert.Null(sent.ResponseStart);
        var received = Assert.Single(receiver.Received);
        Assert.Equal(Some.Message().Body.ToArray(), received.Body);
        Assert.Equal("application/cloudevents+json; charset=utf-8", received.Header("Content-Type"));
        Assert.StartsWith("AlertRelay/", received.Header("User-Agent"), StringComparison.Ordinal);
        Assert.Equal("alt_1", received.Header("webhook-id"));
        var headers = new SignatureHeaders(received.Header("webhook-id"), received.Header("webhook-timestamp"), received.Header("webhook-signature"));
        Assert.IsType<SignatureVerdict.Valid>(WebhookSignature.Verify(subscription.Secrets[0].Value, headers, received.Body, Some.Time));
    }

    [Fact]
    public async Task The_owners_headers_are_sent_along()
    {
        await using var receiver = await Receiver.Start();
        var headers = new Dictionary<string, string> { ["X-Team"] = "travel", ["Authorization"] = "Bearer sesame, open" };

        await Send(Some.Subscription(receiver.At("/")) with { Headers = headers });

        var received = Assert.Single(receiver.Received);
        Assert.Equal(("travel", "Bearer sesame, open"), (received.Header("X-Team"), received.Header("Authorization")));
    }

    [Fact]
    public async Task A_trace_goes_on_at_the_receiver()
    {
        await using var receiver = await Receiver.Start();
        using var activity = new Activity("fan-out").SetIdFormat(ActivityIdFormat.W3C).Start();

        var sent = await Send(Some.Subscription(receiver.At("/")));

        Assert.Equal(activity.Id, Assert.Single(receiver.Received).Header("traceparent"));
        Assert.Equal(activity.TraceId.ToHexString(), sent.TraceId);
    }

    [Fact]
    public async Task A_receiver_without_a_secret_gets_no_signature()
    {
        await using var receiver = await Receiver.Start();

        await Send(Some.Subscription(receiver.At("/")) with { Secrets = [] });

        Assert.Null(Assert.Single(receiver.Received).Header("webhook-signature"));
    }

    [Theory]
    [InlineData("whsec_broken", null)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", -1)]
    public async Task A_message_that_should_be_signed_never_goes_unsigned(string secret, int? expiresInSeconds)
    {
        await using var receiver = await Receiver.Start();
        DateTimeOffset? expiry = expiresInSeconds is { } seconds ? Some.Time.AddSeconds(seconds) : null;

        var sent = await Send(Some.Subscription(receiver.At("/")) with { Secrets = [new SigningSecret(secret, expiry)] });

        Assert.Equal("secret", sent.Error);
        Assert.Empty(receiver.Received);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "Fri, 10 Jan 2020 01:20:15 GMT", 1800)]
    public async Task A_receivers_wish_is_heard(int status, string retryAfter, int seconds)
    {
        await using var receiver = await Receiver.Start(context =>
        {
            // The wish is compared with the receiver's own clock.
            context.Response.Headers.Date = Some.Time.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            return Receiver.Saying(status, retryAfter)(context);
        });

        var sent = await Send(Some.Subscription(receiver.At("/")));

        var wish = TimeSpan.FromSeconds(seconds);
        Assert.Equal(new DeliveryOutcome.Failed("status", status, wish, wish), sent.Untimed());
    }

    [Fact]
    public async Task A_target_that_the_rules_no_longer_allow_is_not_called()
    {
        await using var receiver = await Receiver.Start();
        using var strict = new RelayInMemory(new DeliveryOptions { AllowHttp = true, Ports = [receiver.At("/").Port] });

        var sent = await strict.Sender.Send(Some.Subscription(receiver.At("/secret-path")), Some.Message(), CancellationToken.None);

        Assert.Equal("blocked", sent.Error);
        Assert.DoesNotContain("secret-path", sent.ToString(), StringComparison.Ordinal);
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task A_fault_of_the_relay_itself_is_a_failed_attempt_that_hides_nothing_and_holds_up_nobody()
    {
        await using var receiver = await Receiver.Start();
        _relay.SigningKeys.Broken = new KeyNotFoundException($"no key for {receiver.At("/")}");
        await _relay.Subscribe(Some.Subscription(receiver.At("/1")), Some.Subscription(receiver.At("/2"), 2) with { Secrets = [] });

        await _relay.SendEverything(Some.Alert());
        await _relay.SendEverything(Some.Alert("alt_2"));

        Assert.Equal(["/2", "/2"], receiver.Paths);
        var failed = _relay.Deliveries["alt_1", "sub_000001"]!;
        Assert.Equal((DeliveryStatus.Pending, "the relay itself failed to send it (KeyNotFoundException): its log says how"), (failed.Status, failed.Reason));
        var logged = Assert.Single(_relay.Logged, line => line.Contains("does not expect", StringComparison.Ordinal));
        Assert.Contains("System.Collections.Generic.KeyNotFoundException", logged, StringComparison.Ordinal);
        Assert.DoesNotContain("no key for", logged, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(140, false)]
    public async Task Large_headers_do_not_undo_a_success_up_to_128_KB(int kilobytes, bool isDelivered)
    {
        await using var receiver = await Receiver.Start(context =>
        {
            for (var number = 0; number < kilobytes; number++)
                context.Response.Headers[$"x-{number}"] = new string('x', 1000);

            return Task.CompletedTask;
        });

        var sent = await Send(Some.Subscription(receiver.At("/")));

        Assert.Equal(isDelivered ? null : "the answer's headers are longer than 128 KB", sent.Reason);
    }

    [Fact]
    public async Task A_receiver_that_takes_no_large_body_gets_a_smaller_one_under_the_same_id_and_number()
    {
        await using var receiver = await Receiver.Start(context =>
        {
            context.Response.StatusCode = ((byte[])context.Items["body"]!).Length > 10_000 ? 413 : 204;
            return Task.CompletedTask;
        });
        var subscription = Some.Subscription(receiver.At("/"));
        await _relay.Subscribe(subscription);

        await _relay.SendEverything(Some.Alert() with { Text = string.Concat(Enumerable.Repeat("Größe ", 20_000)) });

        Assert.Equal([("alt_1", "1"), ("alt_1", "1")], receiver.Received.Select(each => (each.Header("webhook-id"), each.Header("webhook-sequence"))));
        Assert.Equal(DeliveryStatus.Delivered, _relay.Deliveries["alt_1", subscription.Id]!.Status);
        var last = receiver.Received.Last();
        var headers = new SignatureHeaders(last.Header("webhook-id"), last.Header("webhook-timestamp"), last.Header("webhook-signature"));
        Assert.IsType<SignatureVerdict.Valid>(WebhookSignature.Verify(subscription.Secrets[0].Value, headers, last.Body, Some.Time));
    }

    [Fact]
    public async Task Whoever_cancels_gets_no_outcome()
    {
        using var stop = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        await using var receiver = await Receiver.Start(context =>
        {
            arrived.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var sending = _relay.Sender.Send(Some.Subscription(receiver.At("/")), Some.Message(), stop.Token);
        await arrived.Task;
        await stop.CancelAsync();
        _relay.Clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private Task<DeliveryOutcome> Send(Subscription subscription) =>
        _relay.Sender.Send(subscription, Some.Message(), TestContext.Current.CancellationToken);
}
