using System.Net;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;

namespace AlertRelay.Tests.Api;

/// <summary>The list of silences and quiet hours.</summary>
public sealed class SilenceTests : IAsyncLifetime
{
    private const string Silenced = """
        {"name":"desk","target":"https://receiver.example.org/","filter":{"countries":["IR","IQ"]},
         "noise":{"quietHours":{"from":"11:00","to":"13:00","zone":"UTC"},
                  "silences":[{"filter":{"countries":["IR"]},"until":"2020-01-05T00:00:00Z","reason":"exercise"},
                              {"filter":{"keywords":["quake"]},"until":"2020-01-03T12:00:01Z","reason":"short"}]}}
        """;

    private static readonly (string, string) MergePatch = ("Content-Type", "application/merge-patch+json");

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_subscription_is_listed_with_until_when_why_and_who_set_it()
    {
        await _api.Subscribe(_api.Acme);
        var id = await _api.Subscribe(_api.Acme, Silenced);
        _api.Time.Advance(TimeSpan.FromHours(1));

        var found = Assert.Single(await Listed(_api.Acme))!;

        Assert.Equal((id, "desk", "acme"), (Word(found, "subscriptionId"), Word(found, "name"), Word(found, "tenant")));
        var hours = found["quietHours"]!;
        Assert.Equal(("11:00:00", "13:00:00", "UTC", "acme"), (Word(hours, "from"), Word(hours, "to"), Word(hours, "zone"), Word(hours["setBy"]!, "name")));
        Assert.False(hours["quietNow"]!.GetValue<bool>());
        var silence = Assert.Single(found["silences"]!.AsArray())!;
        Assert.Equal(("2020-01-05T00:00:00+00:00", "exercise"), (Word(silence, "until"), Word(silence, "reason")));
        Assert.Equal(("acme", "2020-01-03T12:00:00+00:00"), (Word(silence["setBy"]!, "name"), Word(silence["setBy"]!, "at")));
        Assert.StartsWith("key_", Word(silence["setBy"]!, "key"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_changes_another_member_has_not_set_the_silence()
    {
        var id = await _api.Subscribe(_api.Acme, Silenced);
        _api.Time.Advance(TimeSpan.FromHours(1));
        await Patch(id, _api.Admin, """
            {"name":"new","noise":{"silences":[{"until":"2020-02-01T00:00:00Z","reason":"all"},
             {"filter":{"countries":["IR"]},"until":"2020-01-05T00:00:00Z","reason":"exercise"}]}}
            """);

        var found = Assert.Single(await Listed(_api.Acme))!;

        Assert.Equal(
            ["all operator 13", "exercise acme 12"],
            found["silences"]!.AsArray().Select(each => $"{Word(each!, "reason")} {Word(each!["setBy"]!, "name")} {Word(each["setBy"]!, "at")[11..13]}"));
        Assert.Equal("acme", Word(found["quietHours"]!["setBy"]!, "name"));
    }

    [Fact]
    public async Task What_is_removed_or_has_ended_is_no_longer_listed()
    {
        var id = await _api.Subscribe(_api.Acme, Silenced);
        await Patch(id, _api.Acme, """{"noise":{"quietHours":null}}""");
        Assert.Single(await Listed(_api.Acme));
        _api.Time.Advance(TimeSpan.FromDays(3));

        Assert.Empty(await Listed(_api.Acme));
    }

    [Fact]
    public async Task Tenants_see_their_own_and_operators_all_or_one_page_by_page()
    {
        var (ours, theirs) = (await _api.Subscribe(_api.Acme, Silenced), await _api.Subscribe(_api.Globex, Silenced));

        Assert.Equal([ours], Ids(await Listed(_api.Acme)));
        Assert.Equal(new[] { ours, theirs }.Order(StringComparer.Ordinal), Ids(await Listed(_api.Admin)));
        Assert.Equal([theirs], Ids(await Listed(_api.Admin, "?tenant=globex")));
        Assert.Equal("forbidden", (await _api.Look("/api/v1/silences?tenant=globex", _api.Acme)).Word);
        var first = (await _api.Look("/api/v1/silences?limit=1", _api.Admin)).Json;
        var second = (await _api.Look($"/api/v1/silences?limit=1&cursor={first["cursor"]}", _api.Admin)).Json;
        Assert.Equal(2, Ids(first["subscriptions"]!.AsArray()).Concat(Ids(second["subscriptions"]!.AsArray())).Distinct().Count());
        Assert.Null(second["cursor"]);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.Look($"/api/v1/silences/{theirs}", _api.Acme)).Status);
    }

    [Fact]
    public async Task Each_silence_says_how_many_alerts_of_the_past_thirty_days_it_would_have_kept_back()
    {
        var id = await _api.Subscribe(_api.Acme, Silenced);
        var now = _api.Time.GetUtcNow();
        foreach (var (country, days) in new[] { ("IR", 0), ("IR", 29), ("IR", 31), ("IQ", 1), ("FR", 1) })
        {
            await _api.Get<IAlertStore>().Append(Some.Alert($"alr_{country}_{days}", country: country, at: now.AddDays(-days)), ApiHost.Cancellation);
        }

        var found = (await _api.Look($"/api/v1/silences/{id}", _api.Acme)).Json;

        Assert.Equal([2, 0], found["silences"]!.AsArray().Select(each => each!["matches"]!.GetValue<int>()));
        Assert.True(found["quietHours"]!["quietNow"]!.GetValue<bool>());
        Assert.True(found["count"]!["complete"]!.GetValue<bool>());
        Assert.Null((await Listed(_api.Acme))[0]!["silences"]![0]!["matches"]);
    }

    private async Task Patch(string id, string key, string patch) =>
        Assert.Equal(HttpStatusCode.OK, (await _api.Send(HttpMethod.Patch, $"/api/v1/subscriptions/{id}", key, patch, MergePatch)).Status);

    private async Task<JsonArray> Listed(string key, string query = "") => (await _api.Look($"/api/v1/silences{query}", key)).Json["subscriptions"]!.AsArray();

    private static IEnumerable<string> Ids(JsonArray listed) => listed.Select(each => Word(each!, "subscriptionId"));

    private static string Word(JsonNode node, string name) => node[name]!.GetValue<string>();
}
