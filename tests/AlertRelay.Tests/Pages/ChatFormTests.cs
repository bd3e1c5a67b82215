using System.Net;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Networking;
using AlertRelay.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AlertRelay.Tests.Pages;

public sealed class ChatFormTests : IAsyncLifetime
{
    private const string Form = "form.subscription", New = "/subscriptions/new", Slack = "https://hooks.slack.com/services/T000/B000/sesame";

    private readonly Chat _chat = new();

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start(services => services.AddSingleton(provider => new WebhookSender(
        new HttpMessageInvoker(_chat), provider.GetRequiredService<TargetPolicy>(), provider.GetRequiredService<RelaySigner>(),
        provider.GetRequiredService<ConnectionTimings>(), provider.GetRequiredService<IOptions<DeliveryOptions>>(),
        provider.GetRequiredService<TimeProvider>(), NullLogger<WebhookSender>.Instance)));

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_chat_is_known_by_its_address_and_gets_a_test_message()
    {
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, New);

        await browser.Submit(Form, ("do", "save"), ("target", Slack));

        Assert.Equal("The subscription is created and active.", browser.Text(".message p"));
        Assert.Contains("Slack", browser.Texts("dd"));
        Assert.Contains("Test: this receiver works", Assert.Single(_chat.Bodies), StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("input.secret"));
    }

    [Fact]
    public async Task A_chat_that_refuses_is_not_made_and_the_form_keeps_what_was_typed()
    {
        _chat.Answer = (404, "no_service");
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, New);

        await browser.Submit(Form, ("do", "save"), ("target", Slack), ("name", "desk"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("Slack no longer knows this webhook", browser.Text("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal((Slack, "desk"), (browser.Value("#target"), browser.Value("#name")));
        Assert.Empty((await _api.Look("/api/v1/subscriptions", _api.Admin)).Json["subscriptions"]!.AsArray());
    }

    /// <summary>In the place of every chat on the internet.</summary>
    private sealed class Chat : HttpMessageHandler
    {
        public (int Status, string Body) Answer { get; set; } = (200, "ok");

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage((HttpStatusCode)Answer.Status) { Content = new StringContent(Answer.Body) };
        }
    }
}
