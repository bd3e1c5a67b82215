using System.Net;
using System.Text.Json.Nodes;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Api;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private const string All = "/api/v1/subscriptions";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task From_registration_to_deletion()
    {
        var made = await _api.Post(All, _api.Acme, """
            {"name":"Gulf desk","target":"https://receiver.example.org/alerts?desk=gulf",
             "filter":{"channels":["uk-fcdo-travel"],"categories":["travel"],"countries":["ir","IQ"],"minimumSeverity":"Severe",
                       "changes":["raised"],"languages":["en"],"keywords":["airspace"]}}
            """);
        var path = $"{All}/{made.Json["id"]}";

        Assert.Equal((HttpStatusCode.Created, path, "\"3\""), (made.Status, made.Headers["Location"], made.Headers["ETag"]));
        var got = await _api.Look(path, _api.Acme);
        var filter =
            """{"channels":["uk-fcdo-travel"],"categories":["travel"],"countries":["IR","IQ"],"minimumSeverity":"Severe",""" +
            """ "changes":["raised"],"languages":["en"],"keywords":["airspace"],"kinds":["alert"]}""";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(filter), got.Json["filter"]), got.Text);
        Assert.Equal(("acme", "Gulf desk", "https://receiver.example.org/alerts?desk=gulf", "webhook", "active"), Facts(got));

        var patched = await _api.Send(
            HttpMethod.Patch,
            path,
            _api.Acme,
            """{"name":"Gulf","filter":{"countries":null,"changes":["raised","lowered"]}}""",
            ("Content-Type", "application/merge-patch+json"));
        Assert.Equal(
            ("Gulf", "[]", "[\"raised\",\"lowered\"]", "\"4\""),
            (Text(patched, "name"), patched.Json["filter"]!["countries"]!.ToJsonString(), patched.Json["filter"]!["changes"]!.ToJsonString(),
            patched.Headers["ETag"]));

        Assert.Equal("paused", Text(await _api.Post($"{path}/pause", _api.Acme), "status"));
        Assert.Equal("5", Text(await _api.Post($"{path}/pause", _api.Acme), "version"));
        Assert.Equal("active", Text(await _api.Post($"{path}/resume", _api.Acme), "status"));

        Assert.Equal(HttpStatusCode.NoContent, (await _api.Send(HttpMethod.Delete, path, _api.Acme)).Status);
        Assert.Equal("not-found", (await _api.Look(path, _api.Acme)).Word);
        Assert.Equal("not-found", (await _api.Send(HttpMethod.Delete, path, _api.Acme)).Word);
    }

    [Fact]
    public async Task A_list_comes_in_pages_and_holds_the_own_tenant_only()
    {
        var own = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            _api.Time.Advance(TimeSpan.FromSeconds(1));
            own.Add(await _api.Subscribe(_api.Acme));
            await _api.Subscribe(_api.Globex);
        }

        Assert.Equal(own, await Listed(_api.Acme, $"{All}?limit=2"));
        Assert.Equal(own, await Listed(_api.Admin, $"{All}?limit=2&tenant=acme"));
        Assert.Equal(10, (await Listed(_api.Admin, $"{All}?limit=3")).Count);
    }

    [Theory]
    [InlineData("\"3\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"7\", \"3\"", 200)]
    [InlineData("\"2\"", 412)]
    [InlineData("1", 412)]
    public async Task A_change_can_be_bound_to_the_version_that_was_seen(string ifMatch, int status)
    {
        var path = $"{All}/{await _api.Subscribe(_api.Acme)}";

        var answer = await _api.Send(HttpMethod.Patch, path, _api.Acme, """{"name":"b"}""", ("If-Match", ifMatch));

        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Equal(status == 200 ? "b" : "duty desk", Text(await _api.Look(path, _api.Acme), "name"));
    }

    [Theory]
    [InlineData("""{"status":"active"}""", "status", "is unknown; write one of: name, target, format, filter, noise, headers.")]
    [InlineData("""{"secret":"whsec_AAAA"}""", "secret", "is unknown; write one of: name, target, format, filter, noise, headers.")]
    [InlineData(
        """{"filter":{"kind":[]}}""",
        "filter.kind",
        "is unknown; did you mean 'kinds'? Write one of: kinds, channels, categories, countries, minimumSeverity, changes, languages, "
        + "keywords.")]
    [InlineData("""{"target":null}""", "target", "is missing; write the URL that is to receive the alerts, such as 'https://example.org/alerts'.")]
    [InlineData("""{"filter":"all"}""", "filter", "write an object, such as {\"countries\":[\"IR\",\"IQ\"],\"minimumSeverity\":\"Severe\"}.")]
    [InlineData("[]", "body", "write an object, such as {\"…\": …}.")]
    [InlineData("""{"name":"a","name":"b"}""", "name", "stands twice; write it once.")]
    [InlineData("""{"name":"a","Name":"b"}""", "Name", "stands twice; write it once.")]
    [InlineData("""{"name":"\ud83d"}""", "name", BadInputTests.HalfCharacter)]
    [InlineData("""{"headers":{"X-\ud83d":"a"}}""", "headers", BadInputTests.HalfCharacter)]
    public async Task A_patch_that_is_wrong_changes_nothing(string patch, string field, string sentence)
    {
        var path = $"{All}/{await _api.Subscribe(_api.Acme)}";

        var answer = await _api.Send(HttpMethod.Patch, path, _api.Acme, patch);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(sentence, answer.Error(field));
        Assert.Equal("3", Text(await _api.Look(path, _api.Acme), "version"));
    }

    [Fact]
    public async Task Changes_at_the_same_time_are_all_made()
    {
        var path = $"{All}/{await _api.Subscribe(_api.Acme)}";

        var answers = await Task.WhenAll(
            _api.Post($"{path}/pause", _api.Acme),
            _api.Send(HttpMethod.Patch, path, _api.Acme, """{"name":"b"}"""),
            _api.Post($"{path}/rotate-secret", _api.Acme));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var now = await _api.Look(path, _api.Acme);
        Assert.Equal(("b", "paused", "6"), (Text(now, "name"), Text(now, "status"), Text(now, "version")));
    }

    [Fact]
    public async Task Resuming_forgets_why_the_relay_gave_up()
    {
        var id = await _api.Subscribe(_api.Acme);
        var store = _api.Get<ISubscriptionStore>();
        var found = (await store.Find(id, ApiHost.Cancellation))!;
        await store.Update(
            found with
            {
                Version = found.Version + 1,
                Status = SubscriptionStatus.Disabled,
                StatusReason = "the receiver said 410",
                FailingSince = Some.Friday,
            },
            ApiHost.Cancellation);

        var answer = await _api.Post($"{All}/{id}/resume", _api.Acme);

        Assert.Equal(("active", null, null), (Text(answer, "status"), answer.Json["statusReason"], answer.Json["failingSince"]));
    }

    private async Task<List<string>> Listed(string key, string path)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _api.Look(cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}", key);
            ids.AddRange(page.Json["subscriptions"]!.AsArray().Select(each => each!["id"]!.GetValue<string>()));
            cursor = page.Json["cursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        return ids;
    }

    private static string Text(Answer answer, string field) => answer.Json[field]!.ToString();

    private static (string, string, string, string, string) Facts(Answer answer) =>
        (Text(answer, "tenant"), Text(answer, "name"), Text(answer, "target"), Text(answer, "format"), Text(answer, "status"));
}
