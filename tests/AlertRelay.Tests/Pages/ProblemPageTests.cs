using System.Net;
using AlertRelay.Alerts;
using AlertRelay.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace AlertRelay.Tests.Pages;

/// <summary>What goes wrong is said to people in a page, and to programs as a problem.</summary>
public sealed class ProblemPageTests(SharedApi shared) : IClassFixture<SharedApi>, IDisposable
{
    private readonly ApiHost _api = shared.Api;
    private readonly BrowserSession _browser = new(shared.Api);

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task An_unknown_address_is_a_page_with_the_frame_of_the_site()
    {
        await _browser.Open("/alertz");

        Assert.Equal((HttpStatusCode.NotFound, "This page does not exist"), (_browser.Status, _browser.Heading));
        Assert.Equal("/", _browser.Page.QuerySelector("main a.button")!.GetAttribute("href"));
        Assert.NotEmpty(_browser.Texts("header nav a"));
        Assert.Equal("no-such-route", (await _api.Look("/alertz")).Word);
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v2/alerts")]
    public async Task What_asks_the_API_gets_a_problem_whatever_it_accepts(string path)
    {
        var answer = await _api.Send(HttpMethod.Get, path, _api.Acme, null, ("Accept", "text/html"));

        Assert.Equal((HttpStatusCode.NotFound, "no-such-route"), (answer.Status, answer.Word));
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_know_is_a_page_too()
    {
        await _browser.Post("/alerts", []);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "The address does not know this method"), (_browser.Status, _browser.Heading));
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_is_a_page_that_says_what_to_write()
    {
        await _browser.Open("/countries?region=atlantis");

        Assert.Equal((HttpStatusCode.BadRequest, "The request has errors"), (_browser.Status, _browser.Heading));
        Assert.StartsWith("region: write one of: Africa", _browser.Text("main li"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_a_page_and_a_problem()
    {
        await using var api = await ApiHost.Start(services => services.AddSingleton<IAlertStore, Broken>());
        using var browser = new BrowserSession(api);
        await browser.Open("/alerts");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The relay's store does not answer"), (browser.Status, browser.Heading));
        Assert.Equal("unavailable", (await api.Look("/alerts")).Word);
    }

    private sealed class Broken : IAlertStore
    {
        public Task<bool> Append(Alert alert, CancellationToken cancellationToken) => throw Fault;

        public Task<Alert?> Find(string id, CancellationToken cancellationToken) => throw Fault;

        public Task<AlertPage> List(AlertQuery query, CancellationToken cancellationToken) => throw Fault;

        public Task<long> Head(CancellationToken cancellationToken) => throw Fault;

        public Task<long> Identity(CancellationToken cancellationToken) => throw Fault;

        public Task<int> Forget(DateTimeOffset detectedBefore, CancellationToken cancellationToken) => throw Fault;

        private static StoreException Fault => new("the disk is gone");
    }
}
