using System.Net;
using System.Text.Json.Nodes;

namespace AlertRelay.Tests.Api;

public sealed class NoiseTests : IAsyncLifetime
{
    private const string All = "/api/v1/subscriptions";

    private ApiHost _api = null!;

    public async ValueTask InitializeAsync() => _api = await ApiHost.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_subscription_says_when_it_wants_to_be_told_and_a_patch_changes_a_part_of_it()
    {
        var made = await _api.Post(All, _api.Acme, """
            {"target":"https://receiver.example.org/", "noise":{"groupFor":"00:05:00","repeatAfter":"06:00:00",
             "digest":{"every":"day","at":"08:00","zone":"Europe/Berlin"},
             "quietHours":{"from":"22:00","to":"07:00","zone":"Europe/Berlin"},
             "silences":[{"filter":{"countries":["IR"]},"until":"2030-01-01T00:00:00Z","reason":"exercise"}]}}
            """);
        var path = $"{All}/{made.Json["id"]}";
        var patched = await _api.Send(
            HttpMethod.Patch, path, _api.Acme, """{"noise":{"digest":null,"quietHours":{"to":"06:30"}}}""", ("Content-Type", "application/merge-patch+json"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.Status, patched.Status));
        var noise = """
            {"groupFor":"00:05:00","repeatAfter":"06:00:00","digest":null,"quietHours":{"from":"22:00:00","to":"06:30:00","zone":"Europe/Berlin"},
             "silences":[{"filter":{"kinds":["alert"],"channels":[],"categories":[],"countries":["IR"],"minimumSeverity":null,"changes":[],
                                    "languages":[],"keywords":[]},
                          "until":"2030-01-01T00:00:00+00:00","reason":"exercise"}]}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(noise), patched.Json["noise"]), patched.Json["noise"]!.ToJsonString());
    }

    [Theory]
    [InlineData("5m")]
    [InlineData("00:05:00")]
    public async Task A_duration_may_have_a_unit(string groupFor)
    {
        var made = await _api.Post(All, _api.Acme, $$$"""{"target":"https://receiver.example.org/{{{groupFor[0]}}}","noise":{"groupFor":"{{{groupFor}}}"}}""");

        Assert.Equal("00:05:00", made.Json["noise"]!["groupFor"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_silence_that_ended_since_does_not_stand_in_the_way_of_a_change()
    {
        var id = await _api.Subscribe(
            _api.Acme, """{"target":"https://receiver.example.org/x","noise":{"silences":[{"until":"2020-01-03T12:00:01Z","reason":"exercise"}]}}""");
        _api.Time.Advance(TimeSpan.FromSeconds(1));

        var patched = await _api.Send(
            HttpMethod.Patch, $"{All}/{id}", _api.Acme, """{"name":"new"}""", ("Content-Type", "application/merge-patch+json"));

        Assert.Equal((HttpStatusCode.OK, "[]"), (patched.Status, patched.Json["noise"]!["silences"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_change_with_unknown_members_is_told_of_each_of_them()
    {
        var id = await _api.Subscribe(_api.Acme, """{"target":"https://receiver.example.org/y"}""");

        var refused = await _api.Send(
            HttpMethod.Patch, $"{All}/{id}", _api.Acme,
            """{"nmae":"x","filter":{"contries":["IR"]},"noise":{"silences":[{"untill":"2030-01-01T00:00:00Z"}]},"name":"y"}""",
            ("Content-Type", "application/merge-patch+json"));

        Assert.Equal(
            ["nmae", "filter.contries", "noise.silences[0].untill"], refused.Json["errors"]!.AsObject().Select(error => error.Key));
        Assert.StartsWith("is unknown; did you mean 'countries'?", refused.Error("filter.contries"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"groupFor":"02:00:00"}""", "noise.groupFor", "write a duration from \"10s\" to \"1h\", such as \"15m\", or leave it out.")]
    [InlineData("""{"groupFor":"9s"}""", "noise.groupFor", "write a duration from \"10s\" to \"1h\", such as \"15m\", or leave it out.")]
    [InlineData("""{"groupFor":"5"}""", "noise.groupFor", "write a duration from \"10s\" to \"1h\", such as \"15m\", or leave it out.")]
    [InlineData("""{"digest":{}}""", "noise.digest.every", "is missing; write \"hour\", or \"day\" with \"at\" and \"zone\".")]
    [InlineData("""{"digest":"day"}""", "noise.digest", "write an object, such as {\"every\":\"day\",\"at\":\"07:00\",\"zone\":\"Europe/Berlin\"}.")]
    [InlineData("""{"quietHours":[]}""", "noise.quietHours", "write an object, such as {\"from\":\"22:00\",\"to\":\"06:00\",\"zone\":\"Europe/Berlin\"}.")]
    [InlineData(
        """{"silences":{}}""",
        "noise.silences",
        "write a list, such as [{\"filter\":{\"countries\":[\"IR\"]},\"until\":\"…\",\"reason\":\"…\"}].")]
    [InlineData(
        """{"silences":[{"until":"2020-01-03T12:00:00Z","reason":"x"}]}""",
        "noise.silences[0].until",
        "is past, so nothing would be silenced; write a time to come, such as \"2020-01-10T00:00:00Z\", or leave the silence out.")]
    [InlineData("""{"repeatAfter":"00:00:01"}""", "noise.repeatAfter", "write a duration from \"10m\" to \"7d\", such as \"15m\", or leave it out.")]
    [InlineData("""{"digest":{"every":"week"}}""", "noise.digest.every", "'week' is unknown; write one of: hour, day.")]
    [InlineData("""{"digest":{"every":"day","at":"8 am","zone":"UTC"}}""", "noise.digest.at", "write a time of day such as \"07:00\".")]
    [InlineData(
        """{"digest":{"every":"day","at":"08:00","zone":"Berlin"}}""",
        "noise.digest.zone",
        "write a time zone by its IANA name, such as \"Europe/Berlin\" or \"UTC\".")]
    [InlineData(
        """{"quietHours":{"from":"22:00","to":"22:00","zone":"UTC"}}""",
        "noise.quietHours.to",
        "write another time than \"from\": the whole day cannot be quiet.")]
    [InlineData(
        """{"silences":[{"reason":"x"}]}""", "noise.silences[0].until", "is missing; write the time at which it ends, such as \"2020-01-10T00:00:00Z\".")]
    [InlineData(
        """{"silences":[{"until":"2030-01-01T00:00:00Z","reason":" "}]}""",
        "noise.silences[0].reason",
        "say why in one line of at most 200 characters: the ledger shows it beside each alert that was not sent.")]
    public async Task A_wish_that_cannot_be_read_is_named(string noise, string field, string sentence)
    {
        var answer = await _api.Post(All, _api.Acme, $$"""{"target":"https://receiver.example.org/","noise":{{noise}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(sentence, answer.Json["errors"]![field]!.GetValue<string>());
    }
}
