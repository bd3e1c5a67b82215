using System.Net;
using System.Text;
using AlertRelay.Pages.Sessions;
using AlertRelay.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Pages;

public sealed class AppServiceTests
{
    private const string Header = "X-MS-CLIENT-PRINCIPAL", Subject = "http://schemas.microsoft.com/identity/claims/objectidentifier";

    private static readonly string Tenant = Principal((Subject, "1"), ("name", "Theo"), ("roles", "alertrelay-subscriber"), ("tenant", "acme"));

    [Fact]
    public async Task The_header_does_nothing_where_it_is_not_switched_on()
    {
        await using var api = await ApiHost.Start();
        using var browser = new BrowserSession(api);
        browser.Send(Header, Principal((Subject, "1"), ("roles", "alertrelay-admin")));

        await browser.Open("/subscriptions");

        Assert.StartsWith("/sign-in", browser.Path);
        Assert.Null(browser.Page.QuerySelector("[role=alert]"));
    }

    [Fact]
    public async Task Where_it_is_switched_on_a_person_acts_for_its_tenant()
    {
        await using var api = await On();
        var id = await api.Subscribe(api.Acme);
        using var browser = new BrowserSession(api);
        browser.Send(Header, Tenant);

        await browser.Open($"/subscriptions/{id}");
        Assert.Contains("Theo · tenant acme", browser.Text("header"));
        await browser.Submit($"form[action='/subscriptions/{id}/pause']");

        Assert.StartsWith("The subscription is paused.", browser.Text(".message p"));
        var actor = (await api.Look($"/api/v1/audit?subject={id}&action=subscription.paused", api.Acme)).Json["entries"]![0]!["actor"]!;
        Assert.Equal("Theo", actor["name"]!.GetValue<string>());
        Assert.StartsWith("per_", actor["key"]!.GetValue<string>());
        await browser.Open("/keys");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    [Fact]
    public async Task The_header_opens_no_address_of_the_API()
    {
        await using var api = await On();

        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Send(HttpMethod.Get, "/api/v1/subscriptions", headers: (Header, Tenant))).Status);
    }

    [Theory]
    [InlineData("name=Nora|roles=staff", "You are signed in as Nora but have no role here")]
    [InlineData("name=Nora|roles=alertrelay-subscriber", "You are signed in as Nora but belong to no tenant")]
    [InlineData("name=Nora|roles=alertrelay-reader|tenant=a|tenant=b", "You are signed in as Nora but belong to no tenant")]
    [InlineData("name=Nora|roles=alertrelay-reader|tenant=../a", "You are signed in as Nora but belong to no tenant")]
    public async Task Who_has_no_rights_reads_what_to_ask_for(string claims, string message)
    {
        await using var api = await On();
        using var browser = new BrowserSession(api);
        browser.Send(Header, Principal([(Subject, "1"), .. claims.Split('|').Select(claim => (claim.Split('=')[0], claim.Split('=')[1]))]));

        await browser.Open("/subscriptions");

        Assert.StartsWith("/sign-in", browser.Path);
        Assert.StartsWith(message, browser.Text("[role=alert]"));
    }

    [Theory]
    [InlineData("Theo\u202Eoeht\u200B", "Theooeht"), InlineData("Theo \u2028 Tenant", "Theo Tenant"), InlineData("\u200B", "?"), InlineData(
        "theo@example.org", "theo@example.org")]
    public async Task The_name_of_a_person_is_one_visible_line(string name, string shown)
    {
        await using var api = await On();
        using var browser = new BrowserSession(api);
        browser.Send(Header, Principal((Subject, "1"), ("name", name), ("roles", "alertrelay-subscriber"), ("tenant", "acme")));

        await browser.Open("/subscriptions");

        Assert.Equal(shown, browser.Text("nav bdi"));
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_cut_between_characters()
    {
        await using var api = await On();
        using var browser = new BrowserSession(api);
        browser.Send(Header, Principal(
            (Subject, "1"), ("name", "x" + string.Concat(Enumerable.Repeat("😀", 60))), ("roles", "alertrelay-subscriber"), ("tenant", "acme")));

        await browser.Open("/subscriptions");

        Assert.Equal("x" + string.Concat(Enumerable.Repeat("😀", 49)) + "…", browser.Text("nav bdi"));
    }

    [Theory]
    [InlineData("not base64!"), InlineData("bm8ganNvbg=="), InlineData("e30="), InlineData("W10=")]
    [InlineData("eyJjbGFpbXMiOlsxXX0="), InlineData("eyJjbGFpbXMiOnt9fQ==")]
    public async Task A_header_that_cannot_be_read_signs_nobody_in(string header)
    {
        await using var api = await On();
        using var browser = new BrowserSession(api);
        browser.Send(Header, header);

        await browser.Open("/subscriptions");

        Assert.StartsWith("/sign-in", browser.Path);
        Assert.NotNull(browser.Page.QuerySelector("[role=alert]"));
    }

    [Fact]
    public async Task Signing_out_leads_to_where_App_Service_signs_out()
    {
        await using var api = await On();
        using var browser = new BrowserSession(api);
        browser.Send(Header, Tenant);
        await browser.Open("/subscriptions");

        await browser.Submit("nav form");

        Assert.StartsWith("App Service signed you in", browser.Text("[role=alert]"));
        Assert.Equal("/.auth/logout", browser.Page.QuerySelector("main p a")!.GetAttribute("href"));
    }

    private static Task<ApiHost> On() => ApiHost.Start(services => services.Configure<SignInOptions>(signIn => signIn.AppService = true));

    private static string Principal(params IEnumerable<(string Type, string Value)> claims)
    {
        var list = string.Join(',', claims.Select(claim => $$"""{"typ":"{{claim.Type}}","val":"{{claim.Value}}"}"""));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"auth_typ":"aad","claims":[{{list}}],"name_typ":"name"}"""));
    }
}
