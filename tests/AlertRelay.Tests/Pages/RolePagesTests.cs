using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Detection;
using AlertRelay.Keys;
using AlertRelay.Pages;
using AlertRelay.Polling;
using AlertRelay.Registration;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Infra;
using AlertRelay.Tests.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace AlertRelay.Tests.Pages;

public sealed class RolePagesTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string OfAcme = """
        {"target":"https://receiver.example.org/","tenant":"acme","allowDuplicate":true,
         "noise":{"silences":[{"until":"2020-01-04T00:00:00Z","reason":"exercise"}]}}
        """;

    private readonly ApiHost _api = shared.Api;

    public static TheoryData<string> Routes => [.. RolePages.All.Select(page => page.Route)];

    [Theory, MemberData(nameof(Routes))]
    public async Task A_page_is_for_those_whom_the_table_names(string route)
    {
        var page = RolePages.All.Single(page => page.Route == route);

        Assert.Equal(page.Visitor, await Answer(page, key: null));
        Assert.Equal(page.Reader, await Answer(page, await _api.Reader()));
        Assert.Equal(page.Tenant, await Answer(page, _api.Acme));
        Assert.Equal(page.Operator, await Answer(page, _api.Admin));
    }

    /// <summary>So that a new page cannot be forgotten.</summary>
    [Fact]
    public void Every_page_is_in_the_table()
    {
        var forgotten = _api.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageMetadata>() is not null)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method => (method, endpoint)))
            .Where(route => route.method != "HEAD" && !RolePages.All.Any(row => Fits(row, route.method, route.endpoint)))
            .Select(route => $"{route.method} {route.endpoint.RoutePattern.RawText}");

        Assert.Empty(forgotten);
    }

    [Fact]
    public void The_documentation_holds_the_same_table() => Assert.Contains(
        RolePages.Table(), File.ReadAllText(Path.Combine(Repository.Root, "docs", "operate", "console-pages.md")), StringComparison.Ordinal);

    private static bool Fits(RolePage row, string method, RouteEndpoint endpoint) =>
        row.Route.Split(' ')[0] == method && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(row.Route.Split(' ')[1], []);

    private async Task<string> Answer(RolePage page, string? key)
    {
        using var browser = key is null ? new BrowserSession(_api) : await BrowserSession.SignedIn(_api, key, "/sign-in");
        var (method, path) = (page.Route.Split(' ')[0], await Filled(page.Route.Split(' ')[1]));
        if (method == "GET")
        {
            await browser.Open(path);
        }
        else
        {
            await browser.Open("/sign-in");
            var token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            var (signingKey, version) = (await SigningKey(), await Version(path));
            await browser.Post(
                path,
                [new("__RequestVerificationToken", token), .. page.Fields.Select(field => KeyValuePair.Create(
                    field.Name, field.Value.Replace("{key of operator}", _api.Admin).Replace("{signing key}", signingKey).Replace("{version}", version)))]);
        }

        return browser.Status switch
        {
            _ when browser.Status == HttpStatusCode.Unauthorized || browser.Path.StartsWith("/sign-in?next=", StringComparison.Ordinal) => RolePages.SignIn,
            HttpStatusCode.OK when IsDone(browser, page, path) => RolePages.Yes,
            HttpStatusCode.OK => $"led to {browser.Path}, which says: {browser.Text(".message")}",
            HttpStatusCode.Forbidden => RolePages.No,
            HttpStatusCode.NotFound when path.Contains("unknown", StringComparison.Ordinal) => RolePages.Link,
            HttpStatusCode.NotFound when path.EndsWith("/provider", StringComparison.Ordinal) => RolePages.None,
            var other => $"HTTP {(int)other}",
        };
    }

    // A page is shown at its own address. A form answers there, or leads to a page that says what it did; those of visitors lead on without a word.
    private static bool IsDone(BrowserSession browser, RolePage page, string path) =>
        browser.Path == path
        || (page.Route.StartsWith("POST", StringComparison.Ordinal)
            && (page.Visitor == RolePages.Yes || browser.Page.QuerySelector(".message.good") is not null));

    private async Task<string> Filled(string path)
    {
        if (path.Contains("{alert}", StringComparison.Ordinal))
            await _api.Get<IAlertStore>().Append(SomePage.Iran, ApiHost.Cancellation);
        if (path.Contains("{subscription}", StringComparison.Ordinal))
            return path.Replace("{subscription}", await _api.Subscribe(_api.Admin, OfAcme));
        if (path.Contains("{delivery}", StringComparison.Ordinal))
            return path.Replace("{delivery}", await Delivery());
        if (path.Contains("{notice}", StringComparison.Ordinal))
            return path.Replace("{notice}", await Notice());
        if (path.Contains("{key}", StringComparison.Ordinal))
            return path.Replace("{key}", await Key());
        if (path.Contains("{link}", StringComparison.Ordinal))
            return path.Replace("{link}", (await _api.Post("/api/v1/portal-links", _api.Acme, "{}")).Json["id"]!.GetValue<string>());
        return path.Replace("{alert}", SomePage.Iran.Id).Replace("{token}", "unknown");
    }

    private async Task<string> SigningKey() => (await _api.Look("/api/v1/signing-keys", _api.Admin)).Json["keys"]![0]!["kid"]!.GetValue<string>();

    private async Task<string> Version(string path) =>
        path.Split('/').FirstOrDefault(part => part.StartsWith("sub_", StringComparison.Ordinal)) is { } id
            ? (await _api.Look($"/api/v1/subscriptions/{id}", _api.Admin)).Json["version"]!.ToString()
            : "";

    private async Task<string> Delivery()
    {
        await _api.Get<IAlertStore>().Append(SomePage.Iran, ApiHost.Cancellation);
        var delivery = new Delivery(SomePage.Iran.Id, await _api.Subscribe(_api.Admin, OfAcme), DeliveryStatus.Dead, 3, Some.Friday);
        await _api.Get<IDeliveryStore>().Save(delivery, ApiHost.Cancellation);
        return delivery.Id;
    }

    private async Task<string> Notice()
    {
        var state = await _api.Get<IChannelStore>().Find("uk-fcdo-travel", ApiHost.Cancellation) ?? new ChannelState { Channel = "uk-fcdo-travel" };
        var notice = new NoticeState { Key = "iran", LastNotified = Samples.Notice("iran", "All travel."), LastNotifiedAt = Samples.Noon };
        await _api.Get<IChannelStore>().Commit(
            new PollCommit(state with { Version = state.Version + 1 }) { Notices = [notice] }, ApiHost.Cancellation);
        return notice.Key;
    }

    private async Task<string> Key() =>
        (await _api.Get<ApiKeyService>().Create(new KeyDraft("short-lived", "acme", Role.Subscriber), Actor.CommandLine, ApiHost.Cancellation)).Stored.Id;
}
