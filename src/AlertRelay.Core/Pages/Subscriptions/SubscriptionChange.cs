using System.Text.Json.Nodes;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>What a form changes of a subscription, as a JSON Merge Patch (RFC 7396).</summary>
internal static class SubscriptionChange
{
    /// <summary>Empty if both are the same.</summary>
    public static JsonObject Patch(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in after)
        {
            if (before[name] is JsonObject was && value is JsonObject now)
            {
                if (Patch(was, now) is { Count: > 0 } within)
                    patch[name] = within;
            }
            else if (!JsonNode.DeepEquals(before[name], value))
            {
                patch[name] = value?.DeepClone();
            }
        }

        foreach (var (name, _) in before.Where(member => !after.ContainsKey(member.Key)))
            patch[name] = null;
        return patch;
    }

    /// <summary>Each member of a patch by its path, with what stands there now and what the patch writes.</summary>
    public static IEnumerable<MemberChange> Members(JsonObject before, JsonObject patch, string within = "") => patch.SelectMany(member =>
        member.Value is JsonObject inner
            ? Members(before[member.Key] as JsonObject ?? [], inner, $"{within}{member.Key}.")
            : [new MemberChange(within + member.Key, Written(before[member.Key]), Written(member.Value))]);

    private static string Written(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(", ", list.Select(Written)),
        JsonObject members => string.Join(", ", members.Select(member => $"{member.Key}: {Written(member.Value)}")),
        _ => value.ToString(),
    };
}

/// <param name="Now">Empty for none.</param>
/// <param name="Then">Empty for none.</param>
internal sealed record MemberChange(string Path, string Now, string Then);
