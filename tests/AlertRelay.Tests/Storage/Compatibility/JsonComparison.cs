using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AlertRelay.Tests.Storage.Compatibility;

/// <summary>Compares what is read with what was read by the version that wrote it. A later version may add members; it may lose or change none.</summary>
internal static class JsonComparison
{
    private const int LongestText = 2000;

    /// <returns>A line for each difference, with its path.</returns>
    public static IEnumerable<string> Differences(JsonNode? expected, JsonNode? actual, string path) => (expected, actual) switch
    {
        (JsonObject before, JsonObject now) => before.SelectMany(member =>
            now.ContainsKey(member.Key) || member.Value is null
                ? Differences(member.Value, now[member.Key], $"{path}.{member.Key}")
                : [$"{path}.{member.Key} is missing; it was {Shown(member.Value)}"]),
        (JsonArray before, JsonArray now) when before.Count == now.Count =>
            before.Zip(now).SelectMany((pair, at) => Differences(pair.First, pair.Second, $"{path}[{at}]")),
        (JsonArray before, JsonArray now) => [$"{path} has {now.Count} entries; it had {before.Count}: {Shown(now)}, before {Shown(before)}"],
        _ => JsonNode.DeepEquals(expected, actual) || IsSameLink(expected, actual) ? [] : [$"{path} is {Shown(actual)}; it was {Shown(expected)}"],
    };

    // Since 0.2 links are percent-encoded, as strict readers want them.
    private static bool IsSameLink(JsonNode? expected, JsonNode? actual) =>
        expected is JsonValue before && actual is JsonValue now
        && before.TryGetValue<string>(out var old) && now.TryGetValue<string>(out var link)
        && Uri.TryCreate(old, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.AbsoluteUri == link;

    /// <summary>The same with long texts as their hash, so that people can read the rest.</summary>
    public static JsonNode? Shortened(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Shortened(member.Value)))),
        JsonArray entries => new JsonArray([.. entries.Select(Shortened)]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > LongestText =>
            $"{text.Length} characters, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}",
        _ => node?.DeepClone(),
    };

    private static string Shown(JsonNode? node) =>
        node?.ToJsonString() is not { } text ? "null" : text.Length > LongestText ? text[..LongestText] + " …" : text;
}
