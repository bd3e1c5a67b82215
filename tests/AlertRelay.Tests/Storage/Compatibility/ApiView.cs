using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>What the API says of stored things, which is the most stable view of them.</summary>
/// <param name="given">What the maker of the state knew and the stores do not tell: keys in clear, addresses, links that were sent out.</param>
internal sealed class ApiView(UpgradedRelay relay, JsonNode given)
{
    private const string Json = "application/json", Patch = "application/merge-patch+json";

    /// <summary>Of the catalogue's own part of a channel nothing is stored.</summary>
    private static readonly string[] StoredOfChannel = ["id", "health"];

    public async Task<JsonNode> Answers()
    {
        var answers = new JsonObject();
        foreach (var look in given["looks"]!.AsArray())
        {
            var (role, path) = (look!["as"]!.GetValue<string>(), look["path"]!.GetValue<string>());
            var (status, text, type) = await relay.Send(HttpMethod.Get, path, given["keys"]![role]?.GetValue<string>());
            answers[$"{path} as {role}"] = new JsonObject { ["status"] = status, ["answer"] = type == Json ? Stored(JsonNode.Parse(text)!) : text };
        }

        return JsonComparison.Shortened(answers)!;
    }

    /// <summary>Requests whose answers depend on hashes that were stored: of a request, and of a target with its filter.</summary>
    public async Task<JsonNode> Requests()
    {
        var (key, body) = (given["keys"]!["subscriber"]!.GetValue<string>(), given["request"]!.GetValue<string>());
        var repeated = await relay.Done(HttpMethod.Post, "/api/v1/subscriptions", key, body, given["idempotencyKey"]!.GetValue<string>());
        var twin = await relay.Send(HttpMethod.Post, "/api/v1/subscriptions", key, body);
        var changed = await relay.Done(HttpMethod.Patch, $"/api/v1/subscriptions/{repeated["id"]}", key, """{"name":"another name"}""", type: Patch);
        return new JsonObject
        {
            ["repeated"] = repeated["id"]!.DeepClone(),
            ["twin"] = new JsonArray(twin.Status, JsonNode.Parse(twin.Text)!["type"]!.DeepClone()),
            ["versionAfterChange"] = changed["version"]!.DeepClone(),
        };
    }

    /// <summary>Links in letters: each holds a token, which is encrypted or known by its hash.</summary>
    public async Task<JsonNode> Links()
    {
        var statuses = new JsonObject();
        foreach (var (name, link) in given["links"]!.AsObject())
            statuses[name] = (await relay.Send(HttpMethod.Get, link!.GetValue<string>(), key: null)).Status;

        return statuses;
    }

    private static JsonNode Stored(JsonNode answer)
    {
        if (answer is JsonObject page && page["cursor"]?.GetValue<string>() is { } cursor)
            page["cursor"] = WithoutIdentity(cursor);

        return answer["health"] is null || answer["urls"] is null
            ? answer
            : new JsonObject(StoredOfChannel.Select(member => KeyValuePair.Create(member, answer[member]?.DeepClone())));
    }

    // A follower's cursor ends with a number that the store makes by chance. Version 0.1 wrote none. Other lists have cursors of their own form.
    private static string WithoutIdentity(string cursor) =>
        Base64Url.IsValid(cursor) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('.') is ["f", var place, _]
            ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"f.{place}"))
            : cursor;
}
