using System.Text.RegularExpressions;

namespace AlertRelay.Tests.Api.OpenApi;

/// <summary>The problems that the document shows are those that callers get, apart from ids.</summary>
public sealed partial class ProblemExampleTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string Subscriptions = "/api/v1/subscriptions";

    private static readonly Dictionary<string, Func<ApiHost, Task<Answer>>> Provoked = new()
    {
        ["invalid-json"] = api => api.Post(Subscriptions, api.Admin, """{"name":"""),
        ["invalid-request"] = api => api.Post(
            Subscriptions, api.Admin, """{"target":"https://receiver.example.org/wrong","filter":{"countries":["Iran"]}}"""),
        ["missing-key"] = api => api.Look(Subscriptions),
        ["invalid-key"] = api => api.Look(Subscriptions, "ark_" + new string('x', 43)),
        ["forbidden"] = api => api.Look("/api/v1/keys", api.Acme),
        ["not-found"] = api => api.Look($"{Subscriptions}/sub_01DXR5V0G0Z6WQ0N8M3K7T2B4D", api.Admin),
        ["conflict"] = RetryOfPaused,
        ["duplicate-subscription"] = Twice,
        ["version-mismatch"] = OldVersion,
        ["too-large"] = api => api.Post(Subscriptions, api.Admin, $$"""{"name":"{{new string('x', 300_000)}}"}"""),
        ["unsupported-media-type"] = api => api.Post(Subscriptions, api.Admin, "name", ("Content-Type", "text/plain")),
        ["idempotency-key-reused"] = OtherBody,
    };

    public static TheoryData<string> Words => [.. Provoked.Keys];

    [Theory, MemberData(nameof(Words))]
    public async Task A_problem_is_shown_as_callers_get_it(string word)
    {
        var answer = await Provoked[word](shared.Api);

        var shown = Documented.Document["components"]!["responses"]!.AsObject()
            .SelectMany(response => response.Value!["content"]!.AsObject().First().Value!["examples"]!.AsObject())
            .First(example => example.Key == word).Value!["value"]!;
        Assert.Equal(WithoutIds(shown.ToJsonString()), WithoutIds(answer.Json.ToJsonString()));
    }

    private static async Task<Answer> RetryOfPaused(ApiHost api)
    {
        var id = await api.Subscribe(api.Admin, """{"target":"https://receiver.example.org/paused"}""");
        await api.Post($"{Subscriptions}/{id}/pause", api.Admin);
        return await api.Post($"{Subscriptions}/{id}/dead-letters/retry", api.Admin);
    }

    private static async Task<Answer> Twice(ApiHost api)
    {
        const string Body = """{"target":"https://receiver.example.org/twice"}""";
        await api.Subscribe(api.Admin, Body);
        return await api.Post(Subscriptions, api.Admin, Body);
    }

    private static async Task<Answer> OldVersion(ApiHost api)
    {
        var id = await api.Subscribe(api.Admin, """{"target":"https://receiver.example.org/version"}""");
        return await api.Send(HttpMethod.Patch, $"{Subscriptions}/{id}", api.Admin, """{"name":"new"}""", ("If-Match", "\"99\""));
    }

    private static async Task<Answer> OtherBody(ApiHost api)
    {
        await api.Post(Subscriptions, api.Admin, """{"target":"https://receiver.example.org/once"}""", ("Idempotency-Key", "one"));
        return await api.Post(Subscriptions, api.Admin, """{"target":"https://receiver.example.org/other"}""", ("Idempotency-Key", "one"));
    }

    private static string WithoutIds(string json) => Id().Replace(json, "…");

    [GeneratedRegex(@"sub_[0-9A-Z]{26}|version \\""\d+\\""|version \\u0022\d+\\u0022")]
    private static partial Regex Id();
}
