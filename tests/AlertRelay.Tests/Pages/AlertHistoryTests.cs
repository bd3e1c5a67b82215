using AlertRelay.Alerts;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

/// <summary>One alert among those of its notice: what changed, and what came before and after.</summary>
public sealed class AlertHistoryTests : IAsyncLifetime
{
    private const string Channel = "uk-fcdo-travel", Key = "iran";

    private ApiHost _api = null!;
    private BrowserSession _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.Start();
        _browser = new BrowserSession(_api);
        await Keep(1, "Iran is issued", "Avoid all but essential travel to Iran. Carry your passport. Markets close early.");
        await Keep(2, "Iran rises", "Avoid all travel to Iran. Carry your passport. The airport <b>is closed</b>.");
        await Keep(3, "Iran is updated", "Avoid all travel to Iran. Carry your passport.");
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Changed_words_are_marked_within_their_sentences_and_what_stayed_is_left_out()
    {
        await _browser.Open(Path(2));

        Assert.Equal(
            ["Avoid all but essential travel to Iran.", "Markets close early. The airport <b>is closed</b>."],
            _browser.Texts("section ul.said li"));
        Assert.Equal(["but essential", "Markets close early."], _browser.Texts("del"));
        Assert.Equal(["The airport <b>is closed</b>."], _browser.Texts("ins"));
    }

    [Fact]
    public async Task Earlier_and_later_alerts_of_the_notice_are_named_by_their_headlines()
    {
        await _browser.Open(Path(2));
        Assert.Equal("There is a newer alert of this notice: Iran is updated", _browser.Text("main > .message"));
        Assert.Equal(["Iran is updated", "Iran is issued"], _browser.Texts("section ol a"));
        Assert.Equal([Path(3), Path(1)], _browser.Page.QuerySelectorAll("section ol a").Select(link => link.GetAttribute("href")!));

        await _browser.Open(Path(3));
        Assert.Empty(_browser.Page.QuerySelectorAll("main > .message"));
        Assert.Equal(["Iran rises", "Iran is issued"], _browser.Texts("section ol a"));
    }

    [Fact]
    public async Task Evidence_is_folded()
    {
        await _browser.Open(Path(1));

        Assert.False(_browser.Page.QuerySelector("section details")!.HasAttribute("open"));
        Assert.Contains("SHA-256", _browser.Text("section details"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_answers_the_same_alerts()
    {
        var answer = await _api.Look($"/api/v1{Path(2)}/revisions", _api.Acme);

        Assert.Equal(
            (1, "Iran is issued", AlertId.Of(Channel, Key, 3)),
            (answer.Json["earlier"]![0]!["revision"]!.GetValue<int>(), answer.Json["earlier"]![0]!["headline"]!.GetValue<string>(),
                answer.Json["later"]![0]!["id"]!.GetValue<string>()));
        Assert.Single(answer.Json["later"]!.AsArray());
    }

    [Fact]
    public async Task Of_a_notice_that_changes_all_the_time_the_next_twenty_are_named()
    {
        for (var revision = 4; revision <= 40; revision++)
            await Keep(revision, $"Iran {revision}", "Avoid all travel.");

        var answer = await _api.Look($"/api/v1{Path(2)}/revisions", _api.Acme);

        Assert.Equal(20, answer.Json["later"]!.AsArray().Count);
        Assert.Equal(20, (await _api.Look($"/api/v1{Path(40)}/revisions", _api.Acme)).Json["earlier"]!.AsArray().Count);
    }

    private static string Path(int revision) => $"/alerts/{AlertId.Of(Channel, Key, revision)}";

    private Task<bool> Keep(int revision, string headline, string text) => _api.Get<IAlertStore>().Append(
        Some.Alert(AlertId.Of(Channel, Key, revision), Channel, at: Some.Friday.AddHours(revision)) with
        {
            Key = Key,
            Revision = revision,
            Headline = headline,
            Text = text,
            References = [.. Enumerable.Range(1, revision - 1).TakeLast(20).Select(earlier => AlertId.Of(Channel, Key, earlier))],
        },
        ApiHost.Cancellation);
}
