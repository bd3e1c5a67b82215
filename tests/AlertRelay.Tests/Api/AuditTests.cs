using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Pages;
using AlertRelay.Subscriptions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Api;

/// <summary>Every route that changes something leaves one entry, and none of them a secret.</summary>
public sealed class AuditTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string Key = "key_audited", Link = "plk_audited", Token = "sesame-token";

    private const string OfAcme = """
        {"name":"duty desk","target":"https://receiver.example.org/alerts","tenant":"acme","allowDuplicate":true,
         "secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","headers":{"Authorization":"Bearer sesame"}}
        """;

    private static readonly string[] Secrets = ["sesame", "whsec_", "ark_", "hash-of-key"];

    /// <summary>
    /// With what is asked, what the entry says of it, and what is different afterwards ("+" for a thing that was made, "-" for one that was
    /// deleted).
    /// </summary>
    private static readonly (string Route, string? Body, string Action, string Changed)[] Changing =
    [
        ("POST /api/v1/subscriptions", OfAcme, AuditAction.SubscriptionCreated, "+"),
        ("PATCH /api/v1/subscriptions/{subscription}", """{"name":"night desk"}""", AuditAction.SubscriptionUpdated, "name"),
        ("PATCH /api/v1/subscriptions/{subscription}", """{"headers":{"X-Team":"sesame"}}""", AuditAction.SubscriptionUpdated, "headers"),
        ("PATCH /api/v1/subscriptions/{subscription}", """{"target":"https://mute.example.org/","headers":null}""", AuditAction.SubscriptionUpdated,
        "target headers status statusReason verification"),
        ("PATCH /api/v1/subscriptions/{chat}", """{"filter":{"countries":["IR"]}}""", AuditAction.SubscriptionUpdated, "filter"),
        ("DELETE /api/v1/subscriptions/{subscription}", null, AuditAction.SubscriptionDeleted, "-"),
        ("DELETE /api/v1/subscriptions/{chat}", null, AuditAction.SubscriptionDeleted, "-"),
        ("POST /api/v1/subscriptions/{subscription}/pause", null, AuditAction.SubscriptionPaused, "status statusReason"),
        ("POST /api/v1/subscriptions/{paused}/resume", null, AuditAction.SubscriptionResumed, "status statusReason"),
        ("POST /api/v1/subscriptions/{unverified}/verify", null, AuditAction.SubscriptionVerified, "status verification"),
        ("POST /api/v1/subscriptions/{unverified}/verify", """{"verified":true}""", AuditAction.SubscriptionVerified, "status verification"),
        ("POST /api/v1/subscriptions/{unverified}/confirm?token=" + Token, null, AuditAction.SubscriptionVerified, "status verification"),
        ("GET /api/v1/subscriptions/{unverified}/confirm?token=" + Token, null, AuditAction.SubscriptionVerified, "status verification"),
        ("POST /api/v1/subscriptions/{subscription}/test", null, AuditAction.SubscriptionTested, "+"),
        ("POST /api/v1/subscriptions/{subscription}/rotate-secret", null, AuditAction.SecretRotated, ""),
        ("POST /api/v1/subscriptions/{subscription}/recover?since=2020-01-03", null, AuditAction.SubscriptionRecovered, "+"),
        ("POST /api/v1/subscriptions/{subscription}/dead-letters/retry", null, AuditAction.SubscriptionRecovered, "+"),
        ("POST /api/v1/deliveries/{delivery}/retry", null, AuditAction.DeliveryRetried, "status nextAttemptAt reason"),
        ("POST /api/v1/channels/uk-fcdo-travel/poll", null, AuditAction.ChannelPollRequested, "+"),
        ("POST /api/v1/channels/uk-fcdo-travel/try", """{"url":"https://publisher.example.org/feed.json?token=sesame"}""", AuditAction.ChannelTried, "+"),
        ("POST /api/v1/doctor", """{"live":true}""", AuditAction.RelayExamined, "+"),
        ("POST /api/v1/keys", """{"name":"desk","tenant":"acme"}""", AuditAction.KeyCreated, "+"),
        ("POST /api/v1/keys/" + Key + "/rotate", null, AuditAction.KeyRotated, "expiresAt replacedBy"),
        ("DELETE /api/v1/keys/" + Key, null, AuditAction.KeyRevoked, "-"),
        ("POST /api/v1/keys/rotate-signing", null, AuditAction.SigningKeyRotated, "key"),
        ("POST /api/v1/portal-links", """{"tenant":"acme"}""", AuditAction.PortalLinkCreated, "+"),
        ("DELETE /api/v1/portal-links/" + Link, null, AuditAction.PortalLinkRevoked, "-"),
    ];

    /// <summary>Of other methods than GET and HEAD. Pages ask the API, and tests of their own look at the entries of those that do not.</summary>
    private static readonly string[] NotHere =
    [
        "POST /api/v1/filters/backtest", "POST /api/v1/filters/test",
    ];

    private readonly ApiHost _api = shared.Api;

    public static TheoryData<string, string?> Routes => [.. Changing.Select(row => (row.Route, row.Body))];

    public static TheoryData<string, string?, string, string> Table => [.. Changing.Select(row => (row.Route, row.Body, row.Action, row.Changed))];

    [Theory, MemberData(nameof(Table))]
    public async Task A_change_leaves_one_entry_without_any_secret(string route, string? body, string action, string changed)
    {
        var call = await Prepare(route);
        var before = await Last();

        var answer = await _api.Send(call.Method, call.Path, _api.Admin, body);

        Assert.InRange((int)answer.Status, 200, 299);
        var log = await _api.Look($"/api/v1/audit?{before}", _api.Admin);
        var entry = Assert.Single(log.Json["entries"]!.AsArray())!;
        Assert.Equal(action, entry["action"]!.GetValue<string>());
        var isOfRelay = action.Split('.')[0] is "signing-key" or "channel" or "relay";
        Assert.Equal(isOfRelay ? null : "acme", entry["tenant"]?.GetValue<string>());
        Assert.Equal(route.Contains("confirm", StringComparison.Ordinal) ? "target" : "operator", entry["actor"]!["name"]!.GetValue<string>());
        Assert.Equal(changed, Changed(entry));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, log.Text, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task An_attempt_that_fails_leaves_none(string route, string? body)
    {
        var call = await Prepare(route);
        var before = await Last();

        var stranger = await _api.Send(call.Method, call.Path.Replace("?token=" + Token, "?token=wrong", StringComparison.Ordinal), _api.Globex, body);
        var wrong = await _api.Send(call.Method, call.Path.Replace("?token=" + Token, "", StringComparison.Ordinal), key: null, """{"wrong":""");

        Assert.All([stranger, wrong], answer => Assert.InRange((int)answer.Status, 400, 499));
        Assert.Empty((await _api.Look($"/api/v1/audit?{before}", _api.Admin)).Json["entries"]!.AsArray());
    }

    [Theory]
    [InlineData("POST /api/v1/subscriptions/{paused}/pause", null)]
    [InlineData("POST /api/v1/subscriptions/{subscription}/resume", null)]
    [InlineData("POST /api/v1/subscriptions/{subscription}/verify", null)]
    [InlineData("POST /api/v1/subscriptions/{subscription}/recover?since=2020-01-03&dryRun=true", null)]
    [InlineData("PATCH /api/v1/subscriptions/{subscription}", """{"name":5}""")]
    [InlineData("POST /api/v1/doctor", """{"live":false}""")]
    [InlineData("POST /api/v1/filters/test", """{"filter":{}}""")]
    public async Task What_changes_nothing_leaves_none(string route, string? body)
    {
        var call = await Prepare(route);
        var before = await Last();

        await _api.Send(call.Method, call.Path, _api.Admin, body);

        Assert.Empty((await _api.Look($"/api/v1/audit?{before}", _api.Admin)).Json["entries"]!.AsArray());
    }

    /// <summary>So that a new route cannot be forgotten.</summary>
    [Fact]
    public void Every_route_that_may_change_something_is_in_the_table()
    {
        var told = Changing.Select(row => row.Route.Split('?')[0]).ToList();

        // Pages change things by the API.
        var forgotten = _api.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageMetadata>() is null)
            .SelectMany(
                endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => (Method: method, endpoint.RoutePattern)))
            .Where(route => route.Method is not ("GET" or "HEAD"))
            .Where(route => !told.Any(
                row => row.Split(' ')[0] == route.Method && new TemplateMatcher(new RouteTemplate(route.RoutePattern), []).TryMatch(row.Split(' ')[1], [])))
            .Select(route => $"{route.Method} /{route.RoutePattern.RawText?.Trim('/')}")
            .Order(StringComparer.Ordinal);

        var pages = _api.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageMetadata>() is not null)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(
                method => $"{method} /{endpoint.RoutePattern.RawText?.Trim('/')}"));
        Assert.Equal(NotHere.Except(pages), forgotten.Except(pages));
    }

    private static string Changed(JsonNode entry) => (entry["old"], entry["new"]) switch
    {
        (null, { }) => "+",
        ({ }, null) => "-",
        var (old, now) => Members(old!) == Members(now!) ? Members(now!) : $"{Members(old!)} but {Members(now!)}",
    };

    private static string Members(JsonNode values) =>
        string.Join(' ', values.AsObject().Select(member => member.Key).Except(["version", "updatedAt"]));

    private async Task<string> Last() =>
        (await _api.Get<IAuditStore>().List(new AuditQuery { Limit = 100_000 }, ApiHost.Cancellation)).Entries is [.., var last] ? $"after={last.Id}" : "";

    private async Task<(HttpMethod Method, string Path)> Prepare(string route)
    {
        await _api.Get<IPortalLinkStore>().Revoke(Link, ApiHost.Cancellation);
        await _api.Get<IPortalLinkStore>().Add(
            new PortalLink(Link, "hash-of-key", "acme", Role.Reader, "acme", Some.Friday, Some.Friday.AddDays(7)), ApiHost.Cancellation);
        var id = await _api.Subscribe(_api.Admin, OfAcme);
        await Become(id, route);
        await _api.Get<IAlertStore>().Append(Some.Alert("alert-1", at: _api.Time.GetUtcNow()), ApiHost.Cancellation);
        var delivery = new DeliveryRecord("alert-1", id, DeliveryStatus.Dead, 10, _api.Time.GetUtcNow(), Reason: "timeout");
        await _api.Get<IDeliveryStore>().Save(delivery, ApiHost.Cancellation);
        var keys = _api.Get<IApiKeyStore>();
        await keys.Revoke(Key, ApiHost.Cancellation);
        await keys.Add(new ApiKey(Key, "hash-of-key", "short-lived", "acme", Role.Subscriber, Some.Friday), ApiHost.Cancellation);
        string[] names = ["{subscription}", "{paused}", "{unverified}", "{chat}"];
        var path = names.Aggregate(route.Split(' ')[1], (rest, name) => rest.Replace(name, id, StringComparison.Ordinal));
        return (new HttpMethod(route.Split(' ')[0]), path.Replace("{delivery}", delivery.Id, StringComparison.Ordinal));
    }

    private async Task Become(string id, string route)
    {
        var store = _api.Get<ISubscriptionStore>();
        var made = (await store.Find(id, ApiHost.Cancellation))!;
        var next = made with { Version = made.Version + 1 };
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token)));
        await store.Update(
            route.Contains("{paused}", StringComparison.Ordinal) ? next with { Status = SubscriptionStatus.Paused, StatusReason = "paused by its owner" }
            : route.Contains("{unverified}", StringComparison.Ordinal)
                ? next with
                {
                    Status = SubscriptionStatus.Unverified,
                    Ownership = new Ownership { CallbackHash = hash, CallbackUntil = _api.Time.GetUtcNow().AddDays(1) },
                }
            : route.Contains("{chat}", StringComparison.Ordinal)
                ? next with
                {
                    Format = "slack",
                    Target = new Uri("https://hooks.slack.com/services/T000/B000/sesame"),
                    Headers = Subscription.NoHeaders,
                    Secrets = [],
                }
            : next,
            ApiHost.Cancellation);
    }
}
