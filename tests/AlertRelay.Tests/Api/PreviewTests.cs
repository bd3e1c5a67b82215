using System.Net;
using AlertRelay.Alerts;

namespace AlertRelay.Tests.Api;

public sealed class PreviewTests : IAsyncLifetime
{
    private ApiHost _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        await _api.Get<IAlertStore>().Append(AlertRelay.Tests.Deliveries.Fakes.Some.Alert("alt_1"), ApiHost.Cancellation);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("", "application/cloudevents+json; charset=utf-8", "\"specversion\":\"1.0\"")]
    [InlineData("?format=slack", "application/json; charset=utf-8", "\"unfurl_links\":false")]
    [InlineData("?format=email", "message/rfc822", "Auto-Submitted: auto-generated")]
    public async Task An_alert_is_shown_as_a_receiver_would_get_it(string query, string type, string part)
    {
        var shown = await _api.Look($"/api/v1/alerts/alt_1/preview{query}", _api.Acme);

        Assert.Equal((HttpStatusCode.OK, type), (shown.Status, shown.Headers["Content-Type"]));
        Assert.Contains(part, shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_format_or_alert_is_named()
    {
        Assert.StartsWith(
            "'telex' is unknown; write one of: webhook, slack,",
            (await _api.Look("/api/v1/alerts/alt_1/preview?format=telex", _api.Acme)).Error("format"),
            StringComparison.Ordinal);
        Assert.Equal("not-found", (await _api.Look("/api/v1/alerts/alt_2/preview", _api.Acme)).Word);
    }
}
