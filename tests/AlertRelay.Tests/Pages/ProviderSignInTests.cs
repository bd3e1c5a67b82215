using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AlertRelay.Pages.Sessions;
using AlertRelay.Tests.Api;
using AlertRelay.Tests.Infra;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Pages;

/// <summary>With a provider of others: npm's oidc-provider (tests/npm/oidc.mjs) on this machine.</summary>
public sealed class ProviderSignInTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private Process _provider = null!;
    private Task _rest = Task.CompletedTask;
    private string _authority = "";

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        _authority = $"http://127.0.0.1:{port}";
        _api = await ApiHost.Start(services => services
            .AddSignInProvider(new ConfigurationBuilder().AddInMemoryCollection([new("SignIn:Authority", _authority)]).Build())
            .Configure<SignInOptions>(Configure));
        // Tokens and cookies of the provider are of today.
        _api.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        _provider = Tool.Started(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                Path.Combine(Repository.Root, "tests", "npm", "oidc.mjs"), $"{port}", _api.Client.BaseAddress!.AbsoluteUri.TrimEnd('/'),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        Assert.Equal("listening", await _provider.StandardOutput.ReadLineAsync(ApiHost.Cancellation));
        _rest = Task.WhenAll(_provider.StandardOutput.ReadToEndAsync(CancellationToken.None), _provider.StandardError.ReadToEndAsync(CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        _provider.Kill();
        await _provider.WaitForExitAsync();
        await _rest;
        _provider.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task A_person_signs_in_acts_for_its_tenant_and_signs_out_here_and_there()
    {
        var id = await _api.Subscribe(_api.Acme);
        using var browser = await SignIn("theo", $"/subscriptions/{id}");
        Assert.Equal($"/subscriptions/{id}", browser.Path);
        Assert.Contains("Theo <b>Tenant</b> · tenant acme", browser.Text("header"));

        await browser.Submit($"form[action='/subscriptions/{id}/pause']");
        Assert.StartsWith("The subscription is paused.", browser.Text(".message p"));
        await browser.Open("/keys");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);

        await browser.Submit("nav form");
        Assert.StartsWith("You are signed out here", browser.Text("[role=alert]"));
        await browser.Open("/subscriptions");
        Assert.StartsWith("/sign-in", browser.Path);

        await browser.Open("/sign-out/provider");
        Assert.StartsWith(_authority, browser.Path);
        await browser.Submit("form", ("logout", "yes"));
        Assert.Equal("/sign-in", browser.Path);
    }

    [Theory]
    [InlineData("olga", "Olga Operator · operator"), InlineData("rita", "Rita Reader · tenant acme, read only")]
    public async Task The_claims_say_what_a_person_may_do(string person, string shown)
    {
        using var browser = await SignIn(person, "/");

        Assert.Contains(shown, browser.Text("header"));
    }

    [Theory]
    [InlineData("nora", "You are signed in as Nora Nobody but have no role here. Ask your administrator to give you the claim \"roles\"")]
    [InlineData("lost", "You are signed in as Lost but belong to no tenant"), InlineData("both", "You are signed in as Both but belong to no tenant")]
    [InlineData("evil", "You are signed in as Evil but belong to no tenant")]
    public async Task Who_has_no_rights_reads_what_to_ask_for(string person, string message)
    {
        using var browser = await SignIn(person, "/subscriptions");

        Assert.Equal((HttpStatusCode.Forbidden, "You have no access yet"), (browser.Status, browser.Heading));
        Assert.StartsWith(message, browser.Text("main p"));
        await browser.Open("/subscriptions");
        Assert.StartsWith("/sign-in", browser.Path);
    }

    [Fact]
    public async Task A_session_lasts_eight_hours()
    {
        using var browser = await SignIn("theo", "/subscriptions");
        Assert.Equal("/subscriptions", browser.Path);
        _api.Time.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(1));

        await browser.Open("/subscriptions");

        Assert.StartsWith("/sign-in", browser.Path);
    }

    [Fact]
    public async Task A_session_ends_when_the_settings_of_roles_and_tenants_change()
    {
        using var browser = await SignIn("theo", "/subscriptions");
        Assert.Equal("/subscriptions", browser.Path);
        _api.Get<IOptions<SignInOptions>>().Value.SubscriberRole = "another-role";

        await browser.Open("/subscriptions");

        Assert.StartsWith("/sign-in", browser.Path);
    }

    [Theory]
    [InlineData("?code=stolen&state=made-up"), InlineData("?error=access_denied"), InlineData("")]
    public async Task An_answer_that_nobody_asked_for_signs_nobody_in(string query)
    {
        using var browser = new BrowserSession(_api);

        await browser.Open($"/sign-in/callback{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "Sign-in failed"), (browser.Status, browser.Heading));
    }

    [Fact]
    public async Task Signing_in_at_the_provider_leads_to_no_other_site()
    {
        using var browser = await SignIn("theo", "//evil.example.org/");

        Assert.Equal("/", browser.Path);
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_button_and_no_address()
    {
        await using var api = await ApiHost.Start();
        using var browser = new BrowserSession(api);
        await browser.Open("/sign-in");
        Assert.Null(browser.Page.QuerySelector("a.button"));

        await browser.Open("/sign-in/provider");

        Assert.Equal((HttpStatusCode.NotFound, "No sign-in provider is set up"), (browser.Status, browser.Heading));
    }

    private void Configure(SignInOptions signIn) => (signIn.Authority, signIn.ClientId, signIn.ClientSecret) =
        (_authority, "relay", "a-secret-of-the-test-that-is-long-enough");

    private async Task<BrowserSession> SignIn(string person, string next)
    {
        var browser = new BrowserSession(_api);
        await browser.Open($"/sign-in?next={Uri.EscapeDataString(next)}");
        await browser.Open(browser.Page.QuerySelector("a.button")!.GetAttribute("href")!);
        await browser.Submit("form", ("login", person), ("password", "any"));
        await browser.Submit("form");
        return browser;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
