using System.Collections.Concurrent;
using System.Net;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Api;

public sealed class VerificationTests : IAsyncLifetime
{
    private const string All = "/api/v1/subscriptions", Mute = """{"target":"https://mute.example.org/"}""";

    private readonly Listening _targets = new();
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start(services => services
        .AddSingleton(new HttpMessageInvoker(_targets))
        .Configure<RelayOptions>(relay => relay.BaseUrl = "https://relay.example.org"));

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Whoever_registers_a_target_learns_at_once_that_it_wants_alerts()
    {
        var made = await _api.Post(All, _api.Acme, Some.SubscriptionBody);

        Assert.Equal((HttpStatusCode.Created, "active", null), (made.Status, Text(made, "status"), made.Json["statusReason"]));
        Assert.Equal(
            ("challenge", "2020-01-03T12:00:00+00:00"),
            (made.Json["verification"]!["by"]!.GetValue<string>(), made.Json["verification"]!["at"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Or_in_plain_words_why_not_and_then_nothing_is_sent_but_the_question()
    {
        var made = await _api.Post(All, _api.Acme, Mute);
        var path = $"{All}/{made.Json["id"]}";

        Assert.Equal((HttpStatusCode.Created, "unverified"), (made.Status, Text(made, "status")));
        Assert.Equal(
            "The target answered OPTIONS (HTTP 405) without the header WebHook-Allowed-Origin, and its answer to the challenge did not hold the token. "
            + "No alerts are sent until it opts in; "
            + "https://github.com/alertrelay/alertrelay/blob/main/docs/build/receiving-webhooks.md#show-that-you-want-it says how. "
            + $"POST {path}/verify asks it again.",
            Text(made, "statusReason"));
        Assert.StartsWith("whsec_", Text(made, "secret"), StringComparison.Ordinal);

        var test = await _api.Post($"{path}/test", _api.Acme);
        Assert.Equal(("conflict", true), (test.Word, test.Text.Contains($"POST {path}/verify asks it", StringComparison.Ordinal)));

        var delivery = new AlertRelay.Deliveries.Delivery("alert-1", made.Json["id"]!.GetValue<string>(), DeliveryStatus.Dead, 10, Some.Friday);
        await _api.Get<IDeliveryStore>().Save(delivery, ApiHost.Cancellation);
        var retry = await _api.Post($"/api/v1/deliveries/{delivery.Id}/retry", _api.Acme);
        Assert.Equal(("conflict", true), (retry.Word, retry.Text.Contains($"POST {path}/verify asks it", StringComparison.Ordinal)));
        Assert.Equal(["OPTIONS", "POST org.alertrelay.subscription.challenge"], _targets.Asked);
    }

    [Fact]
    public async Task Verify_asks_again_and_says_when_it_was_asked_too_often()
    {
        var path = $"{All}/{await _api.Subscribe(_api.Acme, Mute)}";
        _targets.AreMute = false;

        Assert.Equal("active", Text(await _api.Post($"{path}/verify", _api.Acme), "status"));

        _targets.AreMute = true;
        var other = $"{All}/{await _api.Subscribe(_api.Acme, """{"target":"https://mute.example.org/other"}""")}";
        for (var again = 0; again < 4; again++)
            Assert.Equal("unverified", Text(await _api.Post($"{other}/verify", _api.Acme), "status"));

        var refused = await _api.Post($"{other}/verify", _api.Acme);
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-tries", "3600"), (refused.Status, refused.Word, refused.Headers["Retry-After"]));
        Assert.Equal(HttpStatusCode.OK, (await _api.Post($"{other}/verify", _api.Admin)).Status);
    }

    [Fact]
    public async Task A_changed_target_proves_itself_anew_and_another_name_does_not()
    {
        var path = $"{All}/{await _api.Subscribe(_api.Acme)}";
        var before = _targets.Asked.Count();

        await _api.Send(HttpMethod.Patch, path, _api.Acme, """{"name":"b"}""");
        Assert.Equal(before, _targets.Asked.Count());

        Assert.Equal("unverified", Text(await _api.Send(HttpMethod.Patch, path, _api.Acme, Mute), "status"));
        Assert.Equal("active", Text(await _api.Send(HttpMethod.Patch, path, _api.Acme, """{"target":"https://other.example.org/"}"""), "status"));
    }

    [Fact]
    public async Task A_changed_target_of_a_paused_subscription_does_not_slip_through()
    {
        var path = $"{All}/{await _api.Subscribe(_api.Acme)}";
        await _api.Post($"{path}/pause", _api.Acme);

        Assert.Equal("paused", Text(await _api.Send(HttpMethod.Patch, path, _api.Acme, Mute), "status"));
        var resumed = await _api.Post($"{path}/resume", _api.Acme);

        Assert.Equal("unverified", Text(resumed, "status"));
        Assert.Contains("did not hold the token", Text(resumed, "statusReason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_operator_vouches_for_a_target_which_is_then_not_asked()
    {
        const string Vouched = """{"target":"https://mute.example.org/","verified":true}""";

        Assert.Equal("forbidden", (await _api.Post(All, _api.Acme, Vouched)).Word);
        var made = await _api.Post(All, _api.Admin, Vouched);
        Assert.Equal(("active", "override"), (Text(made, "status"), made.Json["verification"]!["by"]!.GetValue<string>()));
        Assert.Empty(_targets.Asked);

        var path = $"{All}/{await _api.Subscribe(_api.Acme, Mute)}";
        Assert.Equal("forbidden", (await _api.Post($"{path}/verify", _api.Acme, """{"verified":true}""")).Word);
        Assert.Equal("active", Text(await _api.Post($"{path}/verify", _api.Admin, """{"verified":true}"""), "status"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task The_address_that_OPTIONS_names_needs_no_key_and_serves_once(string method)
    {
        var id = await _api.Subscribe(_api.Acme, Mute);
        var callback = new Uri(_targets.Callback!);
        Assert.Equal(("relay.example.org", $"{All}/{id}/confirm"), (callback.Host, callback.AbsolutePath));

        Assert.Equal("not-found", (await _api.Send(new HttpMethod(method), callback.PathAndQuery + "x")).Word);
        Assert.Equal("not-found", (await _api.Send(new HttpMethod(method), callback.AbsolutePath)).Word);
        Assert.Equal("invalid-request", (await _api.Send(new HttpMethod(method), callback.PathAndQuery, headers: ("WebHook-Allowed-Rate", "lots"))).Word);
        var confirmed = await _api.Send(new HttpMethod(method), callback.PathAndQuery, headers: ("WebHook-Allowed-Rate", "30"));

        Assert.Equal((HttpStatusCode.OK, $$"""{"id":"{{id}}","status":"active"}"""), (confirmed.Status, confirmed.Text));
        Assert.Equal(30, (await _api.Look($"{All}/{id}", _api.Acme)).Json["verification"]!["ratePerMinute"]!.GetValue<int>());
        Assert.Equal("not-found", (await _api.Send(new HttpMethod(method), callback.PathAndQuery)).Word);
    }

    private static string Text(Answer answer, string field) => answer.Json[field]!.GetValue<string>();

    /// <summary>The targets' end of the wire.</summary>
    private sealed class Listening : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _answers = new(new Receiver());
        private readonly ConcurrentQueue<string> _asked = new();

        public bool AreMute { get; set; } = true;

        public IEnumerable<string> Asked => _asked;

        public string? Callback { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.TryGetValues(OwnershipHandshake.RequestCallback, out var callback))
                Callback = callback.Single();

            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            _asked.Enqueue(
                body.Contains(VerificationChallenge.Type, StringComparison.Ordinal) ? $"{request.Method} {VerificationChallenge.Type}" : $"{request.Method}");
            if (!AreMute)
                request.RequestUri = new Uri("https://receiver.example.org/");

            return await _answers.SendAsync(request, cancellationToken);
        }
    }
}
