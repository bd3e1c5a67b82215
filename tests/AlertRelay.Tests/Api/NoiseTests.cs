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
    [InlineData("""{"groupFor":"02:00:00"}""", "noise.groupFor", "write a time from \"00:00:10\" to \"01:00:00\", or leave it out.")]
    [InlineData("""{"repeatAfter":"00:00:01"}""", "noise.repeatAfter", "write a time from \"00:10:00\" to \"7.00:00:00\", or leave it out.")]
    [InlineData("""{"digest":{"every":"week"}}""", "noise.digest.every", "'week' is not known; what may be written: hour, day.")]
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
        """{"silences":[{"reason":"x"}]}""", "noise.silences[0].until", "is missing; write the time at which it ends, such as \"2026-12-01T00:00:00Z\".")]
    [InlineData(
        """{"silences":[{"until":"2030-01-01T00:00:00Z","reason":" "}]}""",
        "noise.silences[0].reason",
        "say why in one line of at most 200 characters: whoever misses an alert will read it.")]
    public async Task A_wish_that_cannot_be_read_is_named(string noise, string field, string sentence)
    {
        var answer = await _api.Post(All, _api.Acme, $$"""{"target":"https://receiver.example.org/","noise":{{noise}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(sentence, answer.Json["errors"]![field]!.GetValue<string>());
    }
}
