using System.Net;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;
using AlertRelay.Tests.Api;
using Some = AlertRelay.Tests.Api.Some;

namespace AlertRelay.Tests.Pages;

/// <summary>The pages of subscriptions and deliveries for those who may not see them, or only look.</summary>
public sealed class SubscriptionAccessTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private string _id = "";

    private string Path => $"/subscriptions/{_id}";

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _id = await _api.Subscribe(_api.Acme);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("", "/subscriptions/{id}")]
    [InlineData("", "/subscriptions/{id}/edit")]
    [InlineData("", "/subscriptions/{id}/delete")]
    [InlineData("", "/subscriptions/{id}/recover")]
    [InlineData("", "/subscriptions/{id}/preview")]
    [InlineData("", "/subscriptions/{id}/deliveries")]
    [InlineData("", "/deliveries/{delivery}")]
    [InlineData("POST", "/subscriptions/{id}/edit")]
    [InlineData("POST", "/subscriptions/{id}/pause")]
    [InlineData("POST", "/subscriptions/{id}/resume")]
    [InlineData("POST", "/subscriptions/{id}/verify")]
    [InlineData("POST", "/subscriptions/{id}/test")]
    [InlineData("POST", "/subscriptions/{id}/rotate-secret")]
    [InlineData("POST", "/subscriptions/{id}/recover")]
    [InlineData("POST", "/subscriptions/{id}/dead-letters/retry")]
    [InlineData("POST", "/subscriptions/{id}/delete")]
    [InlineData("POST", "/deliveries/{delivery}/retry")]
    public async Task What_is_anothers_looks_as_if_it_did_not_exist(string method, string path)
    {
        var delivery = new Delivery("alert-1", _id, DeliveryStatus.Dead, 10, Some.Friday, Reason: "timeout");
        await _api.Get<IDeliveryStore>().Save(delivery, ApiHost.Cancellation);
        using var browser = await BrowserSession.SignedIn(_api, _api.Globex, "/subscriptions/new");
        var token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        var theirs = await Ask(_id, delivery.Id);
        var none = await Ask("sub_none", "dlv_none");

        Assert.Equal((HttpStatusCode.NotFound, none), (browser.Status, theirs));

        async Task<string> Ask(string id, string deliveryId)
        {
            var asked = path.Replace("{id}", id, StringComparison.Ordinal).Replace("{delivery}", deliveryId, StringComparison.Ordinal);
            await (method == "POST" ? browser.Post(asked, [new("__RequestVerificationToken", token), new("since", "2020-01-03")]) : browser.Open(asked));
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
            return browser.Page.QuerySelector("main")!.InnerHtml
                .Replace(id, "ID", StringComparison.Ordinal).Replace(deliveryId, "DELIVERY", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_reader_sees_no_buttons_and_a_forged_form_does_nothing()
    {
        var reader = (await _api.Get<ApiKeyService>().Create(
            new KeyDraft("desk", "acme", Role.Reader), Actor.CommandLine, ApiHost.Cancellation)).Key;
        using var browser = await BrowserSession.SignedIn(_api, reader, Path);
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
        var token = browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var before = await Stored();

        foreach (var verb in new[] { "pause", "resume", "verify", "mark-verified", "test", "rotate-secret", "delete", "recover", "dead-letters/retry", "edit" })
        {
            await browser.Post(
                $"{Path}/{verb}",
                [new("__RequestVerificationToken", token), new("name", "forged"), new("since", "2020-01-03"), new("version", "1")]);
            Assert.Equal((verb, HttpStatusCode.Forbidden), (verb, browser.Status));
        }

        var left = await Stored();
        Assert.Equal((before.Version, before.Name), (left.Version, left.Name));
    }

    private async Task<Subscription> Stored() => (await _api.Get<ISubscriptionStore>().Find(_id, ApiHost.Cancellation))!;
}
