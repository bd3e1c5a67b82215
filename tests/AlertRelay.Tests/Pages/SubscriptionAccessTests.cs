using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Tests.Api;
using Some = AlertRelay.Tests.Api.Some;

namespace AlertRelay.Tests.Pages;

/// <summary>Pages about a subscription for those who may not see it, or only look.</summary>
public sealed class SubscriptionAccessTests : IAsyncLifetime
{
    private const string Explanation = "GET /alerts/alr_1/deliveries?subscription={subscription}";

    private static readonly string[] Ids = ["{subscription}", "{delivery}", "{link}"];

    private ApiHost _api = null!;
    private string _id = "";

    private string Path => $"/subscriptions/{_id}";

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _id = await _api.Subscribe(_api.Acme);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    /// <summary>Everything of the table that names a subscription, a delivery or a link, and the question why an alert was not sent.</summary>
    public static TheoryData<string> Routes =>
    [
        .. RolePages.All.Select(page => page.Route).Where(route => Ids.Any(id => route.Contains(id, StringComparison.Ordinal))), Explanation,
    ];

    [Theory, MemberData(nameof(Routes))]
    public async Task What_is_anothers_looks_as_if_it_did_not_exist(string route)
    {
        var delivery = new Delivery("alr_1", _id, DeliveryStatus.Dead, 10, Some.Friday, Reason: "timeout");
        await _api.Get<IDeliveryStore>().Save(delivery, ApiHost.Cancellation);
        await _api.Get<IAlertStore>().Append(Some.Alert("alr_1"), ApiHost.Cancellation);
        var link = (await _api.Post("/api/v1/portal-links", _api.Acme, "{}")).Json["id"]!.GetValue<string>();
        using var browser = await BrowserSession.SignedIn(_api, _api.Globex, "/subscriptions/new");
        var token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var fields = RolePages.All.FirstOrDefault(page => page.Route == route)?.Fields ?? [];

        var theirs = await Ask(_id, delivery.Id, link);
        var none = await Ask("sub_none", "dlv_none", "prl_none");

        Assert.Equal(none, theirs);
        Assert.DoesNotContain("duty desk", theirs.Page, StringComparison.Ordinal);
        // Only operators mark a target as verified, whosever it is. The question is a page about an alert, which everybody may see.
        Assert.Equal(
            route.EndsWith("/mark-verified", StringComparison.Ordinal) ? HttpStatusCode.Forbidden
            : route == Explanation ? HttpStatusCode.OK
            : HttpStatusCode.NotFound,
            theirs.Status);

        async Task<(HttpStatusCode Status, string Page)> Ask(params string[] ids)
        {
            var asked = Ids.Zip(ids).Aggregate(route.Split(' ')[1], (path, each) => path.Replace(each.First, each.Second, StringComparison.Ordinal));
            await (route.StartsWith("POST", StringComparison.Ordinal)
                ? browser.Post(asked, [new("__RequestVerificationToken", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))])
                : browser.Open(asked));
            var main = browser.Page.QuerySelector("main")!.InnerHtml;
            return (browser.Status, ids.Aggregate(main, (page, id) => page.Replace(id, "ID", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_reader_sees_no_buttons()
    {
        using var browser = await BrowserSession.SignedIn(_api, await _api.Reader(), Path);

        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
    }
}
