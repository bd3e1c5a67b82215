using System.Net;
using AlertRelay.Tests.Api;

namespace AlertRelay.Tests.Pages;

public sealed class SubscriptionEditTests : IAsyncLifetime
{
    private const string Form = "form.subscription";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_change_sends_only_what_was_changed_and_from_the_version_that_was_shown()
    {
        var id = await _api.Subscribe(
            _api.Acme,
            """
            {"target":"https://receiver.example.org/alerts","name":"desk","headers":{"X-Team":"sesame"},"filter":{"countries":["IR"],"keywords":["storm"]},
             "noise":{"digest":{"every":"day","at":"07:00","zone":"UTC"},"silences":[{"until":"2020-02-01T00:00:00Z","reason":"exercise"}]}}
            """);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{id}/edit");
        Assert.Equal(("Iran", "X-Team: ***"), (browser.Value("#filter-countries"), browser.Value("#headers")));

        await browser.Submit(Form, ("do", "save"), ("name", "night desk"), ("filter.keywords", ""), ("noise.digest.every", "hour"));

        Assert.Equal("The changes are saved.", browser.Text(".message p"));
        Assert.Contains(
            """-d '{"name":"night desk","filter":{"keywords":null},"noise":{"digest":{"every":"hour","at":null,"zone":null}}}' -H 'If-Match: "3"'""",
            browser.Text(".message code"), StringComparison.Ordinal);
        var changed = (await _api.Look($"/api/v1/subscriptions/{id}", _api.Acme)).Json;
        Assert.Equal(("hour", 1), (changed["noise"]!["digest"]!["every"]!.GetValue<string>(), changed["noise"]!["silences"]!.AsArray().Count));
    }

    [Fact]
    public async Task Clearing_the_last_field_of_a_group_leaves_what_the_form_does_not_show()
    {
        var id = await _api.Subscribe(
            _api.Acme,
            """
            {"target":"https://receiver.example.org/alerts","headers":{"X-Team":"sesame"},"filter":{"countries":["IR"]},
             "noise":{"groupFor":"1m","silences":[{"until":"2020-02-01T00:00:00Z","reason":"exercise"}]}}
            """);
        var before = (await _api.Look($"/api/v1/silences/{id}", _api.Acme)).Json["silences"]![0]!;
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{id}/edit");

        await browser.Submit(Form, ("do", "save"), ("noise.groupFor", ""), ("filter.countries", ""), ("headers", ""));

        Assert.Contains(
            """-d '{"filter":{"countries":null},"noise":{"groupFor":null},"headers":{"X-Team":null}}'""", browser.Text(".message code"),
            StringComparison.Ordinal);
        var silence = (await _api.Look($"/api/v1/silences/{id}", _api.Acme)).Json["silences"]![0]!;
        Assert.Equal(("exercise", "acme"), (silence["reason"]!.GetValue<string>(), silence["setBy"]!["name"]!.GetValue<string>()));
        Assert.Equal(before["setBy"]!.ToJsonString(), silence["setBy"]!.ToJsonString());
        Assert.Empty((await _api.Look($"/api/v1/subscriptions/{id}", _api.Acme)).Json["headers"]?.AsObject() ?? []);
    }

    [Fact]
    public async Task A_form_that_changes_nothing_says_so()
    {
        var id = await _api.Subscribe(_api.Acme);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{id}/edit");

        await browser.Submit(Form, ("do", "save"));

        Assert.Equal("Nothing was changed.", browser.Text(".message p"));
        Assert.Equal(3, (await _api.Look($"/api/v1/subscriptions/{id}", _api.Acme)).Json["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_shown_before_it_is_written_over()
    {
        var id = await _api.Subscribe(_api.Acme);
        using var browser = await BrowserSession.SignedIn(_api, _api.Acme, $"/subscriptions/{id}/edit");
        await _api.Send(HttpMethod.Patch, $"/api/v1/subscriptions/{id}", _api.Acme, """{"name":"their name"}""");

        await browser.Submit(Form, ("do", "save"), ("name", "my name"));

        Assert.Equal(HttpStatusCode.PreconditionFailed, browser.Status);
        Assert.Contains("Somebody changed this subscription", browser.Text("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(["name", "their name", "my name"], browser.Texts("[role=alert] td"));
        await browser.Submit(Form, ("do", "save"));
        Assert.Equal("my name", browser.Heading);
    }
}
