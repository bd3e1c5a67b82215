using System.Net;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

/// <summary>Signing keys, settings and the doctor.</summary>
public sealed class OperatorPageTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private BrowserSession _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _browser = await BrowserSession.SignedIn(_api, _api.Admin);
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        return _api.DisposeAsync();
    }

    [Fact]
    public async Task The_signing_key_is_rotated_once_by_who_confirms_it()
    {
        await _browser.Open("/signing-keys");
        var form = _browser.Page.QuerySelectorAll("main form input[type=hidden]").Select(field =>
            KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)).ToList();
        await _browser.Submit("main form");
        Assert.StartsWith("Nothing was done.", _browser.Text(".message.bad p"), StringComparison.Ordinal);
        Assert.Single(_browser.Page.QuerySelectorAll("tbody tr"));

        await _browser.Post("/signing-keys/rotate", [.. form, new("confirm", "yes")]);
        Assert.StartsWith("The relay signs with a new key", _browser.Text(".message p"));
        Assert.Equal(2, _browser.Page.QuerySelectorAll("tbody tr").Length);

        await _browser.Post("/signing-keys/rotate", [.. form, new("confirm", "yes")]);
        Assert.Equal(HttpStatusCode.Conflict, _browser.Status);
    }

    [Fact]
    public async Task Settings_are_shown_with_their_defaults()
    {
        await _browser.Open("/settings");

        Assert.Equal("15s", _browser.Page.QuerySelector("[id='Delivery:Timeout'] td:nth-of-type(3)")!.TextContent);
        Assert.Equal("not set", _browser.Page.QuerySelector("[id='Mail:Password'] td:nth-of-type(2)")!.TextContent.Trim());
    }

    [Fact]
    public async Task The_doctor_examines_and_fetches_when_asked()
    {
        await _browser.Open("/doctor");
        Assert.Equal("All checks pass.", _browser.Text("main .state"));

        await _browser.Submit("main form");

        Assert.Contains("uk-fcdo-travel", _browser.Text("tbody"));
    }
}
