using System.Net;
using System.Security.Cryptography;
using AlertRelay.Alerts;
using AlertRelay.Api;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Pages;
using AlertRelay.Pages.Layout;
using AlertRelay.Polling;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Api;

/// <summary>Every route with every kind of caller.</summary>
public sealed class AccessTests(SharedApi shared, SecondApi second) : IClassFixture<SharedApi>, IClassFixture<SecondApi>
{
    private const string Revived = "key_revived";
    private const string Any = "ANY";

    // Made by an operator: of owners so many in an hour would be too many.
    private const string OfAcme = """{"name":"duty desk","target":"https://receiver.example.org/alerts","tenant":"acme","allowDuplicate":true}""";

    private static readonly (string Route, string? Body, int Admin, int Owner, int Stranger)[] Routes =
    [
        ("POST /api/v1/subscriptions", Some.SubscriptionBody, 201, 201, 201),
        ("GET /api/v1/subscriptions", null, 200, 200, 200),
        ("GET /api/v1/subscriptions?tenant=acme", null, 200, 200, 403),
        ("GET /api/v1/subscriptions/{subscription}", null, 200, 200, 404),
        ("PATCH /api/v1/subscriptions/{subscription}", """{"name":"night desk"}""", 200, 200, 404),
        ("POST /api/v1/subscriptions/{subscription}/pause", null, 200, 200, 404),
        ("POST /api/v1/subscriptions/{subscription}/resume", null, 200, 200, 404),
        ("POST /api/v1/subscriptions/{subscription}/test", null, 200, 200, 404),
        ("POST /api/v1/subscriptions/{subscription}/verify", null, 200, 200, 404),
        ("POST /api/v1/subscriptions/{subscription}/verify", """{"verified":true}""", 200, 403, 403),
        ("POST /api/v1/subscriptions/{subscription}/rotate-secret", null, 200, 200, 404),
        ("GET /api/v1/subscriptions/{subscription}/deliveries", null, 200, 200, 404),
        ("POST /api/v1/subscriptions/{subscription}/recover?since=2020-01-01&dryRun=true", null, 200, 200, 404),
        ("POST /api/v1/subscriptions/{subscription}/dead-letters/retry", null, 200, 200, 404),
        ("GET /api/v1/alerts/alert-1/deliveries", null, 200, 200, 200),
        ("GET /api/v1/alerts/alert-1/deliveries?tenant=acme", null, 200, 200, 403),
        ("GET /api/v1/alerts/event-of-acme/deliveries", null, 200, 200, 404),
        ("GET /api/v1/alerts/none/deliveries", null, 404, 404, 404),
        ("GET /api/v1/alerts/alert-1/explanation?subscription={subscription}", null, 200, 200, 404),
        ("GET /api/v1/alerts/event-of-acme/explanation?subscription={subscription}", null, 200, 200, 404),
        ("GET /api/v1/alerts/none/explanation?subscription={subscription}", null, 404, 404, 404),
        ("GET /api/v1/silences", null, 200, 200, 200),
        ("GET /api/v1/silences?tenant=acme", null, 200, 200, 403),
        ("GET /api/v1/silences/{subscription}", null, 200, 200, 404),
        ("GET /api/v1/silences/sub_none", null, 404, 404, 404),
        ("GET /api/v1/deliveries", null, 200, 200, 200),
        ("GET /api/v1/deliveries?tenant=acme", null, 200, 200, 403),
        ("GET /api/v1/deliveries/{delivery}", null, 200, 200, 404),
        ("POST /api/v1/deliveries/{delivery}/retry", null, 202, 202, 404),
        ("DELETE /api/v1/subscriptions/{subscription}", null, 204, 204, 404),
        ("GET /api/v1/subscriptions/sub_none", null, 404, 404, 404),
        ("GET /api/v1/deliveries/dlv_none", null, 404, 404, 404),
        ("GET /api/v1/alerts", null, 200, 200, 200),
        ("GET /api/v1/alerts/stream?after=none", null, 400, 400, 400),
        ("GET /api/v1/alerts/alert-1", null, 200, 200, 200),
        ("GET /api/v1/alerts/none", null, 404, 404, 404),
        ("GET /api/v1/alerts?text=iran", null, 200, 200, 200),
        ("GET /api/v1/alerts/alert-1/revisions", null, 200, 200, 200),
        ("GET /api/v1/alerts/none/revisions", null, 404, 404, 404),
        ("GET /api/v1/alerts/event-of-acme/revisions", null, 200, 200, 404),
        ("GET /api/v1/alerts/alert-1/evidence", null, 404, 404, 404),
        ("GET /api/v1/alerts/alert-1/preview", null, 200, 200, 200),
        ("GET /api/v1/alerts/event-of-acme", null, 200, 200, 404),
        ("GET /api/v1/alerts/event-of-acme/evidence", null, 200, 200, 404),
        ("GET /api/v1/alerts/event-of-acme/preview", null, 200, 200, 404),
        ("GET /api/v1/health-events", null, 200, 200, 200),
        ("GET /api/v1/countries", null, 200, 200, 200),
        ("GET /api/v1/countries/IQ", null, 200, 200, 200),
        ("GET /api/v1/countries/none", null, 404, 404, 404),
        ("GET /api/v1/channels", null, 200, 200, 200),
        ("GET /api/v1/channels/uk-fcdo-travel", null, 200, 200, 200),
        ("GET /api/v1/channels/none", null, 404, 404, 404),
        ("GET /api/v1/channels/clusters", null, 200, 200, 200),
        ("POST /api/v1/channels/uk-fcdo-travel/poll", null, 202, 403, 403),
        ("POST /api/v1/channels/none/poll", null, 404, 403, 403),
        ("POST /api/v1/channels/clusters/poll", null, 409, 403, 403),
        ("POST /api/v1/channels/uk-fcdo-travel/try", """{"url":"https://publisher.example.org/feed.xml"}""", 200, 403, 403),
        ("POST /api/v1/channels/none/try", """{"url":"https://publisher.example.org/feed.xml"}""", 404, 403, 403),
        ("GET /api/v1/overview", null, 200, 200, 200),
        ("GET /api/v1/channels/uk-fcdo-travel/notices", null, 200, 200, 200),
        ("GET /api/v1/channels/uk-fcdo-travel/notices/none", null, 404, 404, 404),
        ("GET /metrics", null, 200, 403, 403),
        ("POST /api/v1/filters/backtest", """{"filter":{}}""", 200, 200, 200),
        ("POST /api/v1/filters/test", """{"filter":{}}""", 200, 200, 200),
        ("POST /api/v1/keys", """{"name":"desk"}""", 201, 403, 403),
        ("GET /api/v1/keys", null, 200, 403, 403),
        ("DELETE /api/v1/keys/" + Revived, null, 204, 403, 403),
        ("DELETE /api/v1/keys/none", null, 404, 403, 403),
        ("POST /api/v1/keys/" + Revived + "/rotate", null, 200, 403, 403),
        ("POST /api/v1/keys/none/rotate", null, 404, 403, 403),
        ("POST /api/v1/keys/rotate-signing", null, 200, 403, 403),
        ("GET /api/v1/signing-keys", null, 200, 403, 403),
        ("POST /api/v1/portal-links", """{"tenant":"acme"}""", 201, 201, 403),
        ("GET /api/v1/portal-links", null, 200, 200, 200),
        ("GET /api/v1/portal-links?tenant=acme", null, 200, 200, 403),
        ("DELETE /api/v1/portal-links/{link}", null, 204, 204, 404),
        ("DELETE /api/v1/portal-links/none", null, 404, 404, 404),
        ("GET /api/v1/settings", null, 200, 403, 403),
        ("GET /api/v1/doctor", null, 200, 403, 403),
        ("POST /api/v1/doctor", """{"live":false}""", 200, 403, 403),
        ("GET /api/v1/audit", null, 200, 200, 200),
        ("GET /api/v1/audit?tenant=acme", null, 200, 200, 403),
        ("GET /api/v1/audit?order=newest", null, 200, 200, 200),
    ];

    private static readonly string[] ReadingPosts = ["POST /api/v1/filters/backtest", "POST /api/v1/filters/test"];

    // Pages have a table of their own: see RolePages.
    private static readonly string[] Open =
    [
        "GET /.well-known/alertrelay/jwks.json", "GET /api/v1/health/live", "GET /api/v1/health/ready", "GET /api/v1/subscriptions/{id}/confirm",
        "GET /docs/favicon.svg", "GET /docs/scalar.aspnetcore.js", "GET /docs/scalar.js", "GET /docs/{documentName?}", "GET /health/live",
        "GET /health/ready", "GET /openapi/v1.json", "HEAD /.well-known/alertrelay/jwks.json", "HEAD /api/v1/health/live",
        "HEAD /api/v1/health/ready", "HEAD /health/live", "HEAD /health/ready", "HEAD /openapi/v1.json", "POST /api/v1/subscriptions/{id}/confirm",
    ];

    private readonly Dictionary<ApiHost, string> _readers = [];
    private ApiHost _api = shared.Api;

    public static TheoryData<string, string?> Calls => [.. Routes.Select(row => (row.Route, row.Body))];

    public static TheoryData<string, string?, int> OfOwner => [.. Routes.Select(row => (row.Route, row.Body, row.Owner))];

    public static TheoryData<string, string?, int, int, int> Table => [.. Routes.Select(row => (row.Route, row.Body, row.Admin, row.Owner, row.Stranger))];

    [Theory, MemberData(nameof(Table))]
    public async Task A_route_serves_those_who_may_and_nobody_else(string route, string? body, int admin, int owner, int stranger)
    {
        Assert.Equal((HttpStatusCode)admin, (await Call(route, body, _api.Admin)).Status);
        Assert.Equal((HttpStatusCode)owner, (await Call(route, body, _api.Acme)).Status);
        Assert.Equal((HttpStatusCode)stranger, (await Call(route, body, _api.Globex)).Status);
    }

    [Theory, MemberData(nameof(Calls))]
    public async Task A_route_says_how_to_write_the_key_to_who_sends_none_or_a_bad_one(string route, string? body)
    {
        // An address may send sixty wrong keys a minute, and there are more routes.
        _api = route.Length % 2 == 0 ? shared.Api : second.Api;
        var none = await Call(route, body, key: null);
        var bad = await Call(route, body, "ark_" + new string('A', 43));

        Assert.Equal((HttpStatusCode.Unauthorized, "missing-key", "Bearer realm=\"AlertRelay\""), (none.Status, none.Word, none.Headers["WWW-Authenticate"]));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid-key"), (bad.Status, bad.Word));
        Assert.Contains("error=\"invalid_token\"", bad.Headers["WWW-Authenticate"]);
        Assert.Contains("Authorization: Bearer ark_", bad.Json["detail"]!.GetValue<string>());
    }

    /// <summary>Those that only read are the same for a reader; all others are refused, whatever is asked of them.</summary>
    [Theory, MemberData(nameof(OfOwner))]
    public async Task A_reader_sees_what_its_tenant_sees_and_changes_nothing(string route, string? body, int owner)
    {
        var changes = !route.StartsWith("GET ", StringComparison.Ordinal) && !ReadingPosts.Contains(route);

        var answer = await Call(route, body, await Reader());

        Assert.Equal(changes ? HttpStatusCode.Forbidden : (HttpStatusCode)owner, answer.Status);
    }

    [Fact]
    public void Only_questions_that_are_too_long_for_an_address_are_marked_as_changing_nothing()
    {
        var marked = _api.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ChangesNothing>() is not null)
            .SelectMany(endpoint => Methods(endpoint).Select(method => $"{method} /{endpoint.RoutePattern.RawText?.Trim('/')}"));

        Assert.Equal(ReadingPosts, marked.Order(StringComparer.Ordinal));
    }

    /// <summary>So that a new route cannot be forgotten.</summary>
    [Fact]
    public void Every_route_is_in_the_table_or_open_to_all()
    {
        var told = Routes.Select(row => row.Route.Split('?')[0]).ToList();

        var forgotten = _api.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageMetadata>() is null)
            .SelectMany(endpoint => Methods(endpoint).Select(method => (Method: method, endpoint.RoutePattern)))
            .Where(route => !told.Any(row => Fits(row, route.Method, route.RoutePattern)))
            .Select(route => $"{route.Method} /{route.RoutePattern.RawText?.Trim('/')}")
            .Distinct()
            .Order(StringComparer.Ordinal);

        string[] files = [SiteFiles.Script.Path, SiteFiles.Icon.Path, "/favicon.ico"];
        var open = Open.Concat(files.SelectMany(file => new[] { $"GET {file}", $"HEAD {file}" }));
        Assert.Equal(open.Order(StringComparer.Ordinal), forgotten);
    }

    [Theory]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer ark_")]
    [InlineData("Bearer whsec_AAAA")]
    [InlineData("Token ark_AAAA")]
    public async Task What_is_no_bearer_key_is_refused(string header)
    {
        var answer = await _api.Send(HttpMethod.Get, "/api/v1/alerts", headers: ("Authorization", header));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid-key"), (answer.Status, answer.Word));
    }

    [Fact]
    public async Task The_key_of_the_Functions_host_opens_nothing_here()
    {
        var answer = await _api.Send(HttpMethod.Get, "/api/v1/alerts", headers: ("x-functions-key", _api.Admin));

        Assert.Equal("missing-key", answer.Word);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    [InlineData("/api/v1/health/live")]
    [InlineData("/.well-known/alertrelay/jwks.json")]
    public async Task Probes_need_no_key(string path)
    {
        Assert.Equal(HttpStatusCode.OK, (await _api.Look(path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _api.Send(HttpMethod.Head, path)).Status);
    }

    [Fact]
    public async Task Keys_do_not_reach_the_log()
    {
        await _api.Look("/api/v1/alerts", _api.Admin);
        await _api.Look("/api/v1/alerts", _api.Admin + "x");

        Assert.DoesNotContain("ark_", _api.Log.Text);
    }

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [Any];

    private static bool Fits(string row, string method, RoutePattern pattern) =>
        (method == Any || row.Split(' ')[0] == method) && new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(row.Split(' ')[1], []);

    private async Task<string> Reader() => _readers.TryGetValue(_api, out var key) ? key : _readers[_api] = await _api.Reader();

    private async Task<Answer> Call(string route, string? body, string? key)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        var id = await _api.Subscribe(_api.Admin, OfAcme);
        await _api.Get<IAlertStore>().Append(Some.Alert("alert-1"), ApiHost.Cancellation);
        await AddEventOf(id);
        var delivery = new DeliveryRecord("alert-1", id, DeliveryStatus.Dead, 10, Some.Friday, Reason: "timeout");
        await _api.Get<IDeliveryStore>().Save(delivery, ApiHost.Cancellation);
        await Revive();
        if (path.Contains("{link}", StringComparison.Ordinal))
            path = path.Replace("{link}", (await _api.Post("/api/v1/portal-links", _api.Acme, "{}")).Json["id"]!.GetValue<string>());
        return await _api.Send(new HttpMethod(method), path.Replace("{subscription}", id).Replace("{delivery}", delivery.Id), key, body);
    }

    // With a document behind it, so that who is refused is refused for who he is.
    private async Task AddEventOf(string id)
    {
        var document = new EvidenceDocument(Convert.ToHexStringLower(SHA256.HashData("disabled"u8)), "text/plain", "disabled"u8.ToArray());
        var of = Some.Alert("event-of-acme") with { Subscription = new SubscriptionEvent("acme", id, SubscriptionEventKind.Disabled) };
        await _api.Get<IEvidenceStore>().Keep(document, ApiHost.Cancellation);
        await _api.Get<IAlertStore>().Append(of with { Evidence = of.Evidence with { Sha256 = document.Sha256 } }, ApiHost.Cancellation);
    }

    private async Task Revive()
    {
        var store = _api.Get<IApiKeyStore>();
        await store.Revoke(Revived, ApiHost.Cancellation);
        await store.Add(new ApiKey(Revived, "hash", "short-lived", "acme", Role.Subscriber, Some.Friday), ApiHost.Cancellation);
    }
}
