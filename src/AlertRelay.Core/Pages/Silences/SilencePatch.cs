using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Pages.Forms;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Subscriptions;
using AlertRelay.Subscriptions;

namespace AlertRelay.Pages.Silences;

/// <summary>The changes of a subscription by which silences and quiet hours are set. Each is of one version: another one is refused.</summary>
internal static class SilencePatch
{
    /// <param name="version">The one that the page showed.</param>
    public static ApiCall With(SubscriptionResponse subscription, FormValues form, string version, DateTimeOffset now) =>
        Silences(subscription.Id, version, [.. InForce(subscription, now).Select(each => ToJson(each.Silence)), SilenceForm.ToJson(form)]);

    /// <param name="index">Of the silence to end, among all that the subscription has.</param>
    public static ApiCall Without(SubscriptionResponse subscription, string index, string version, DateTimeOffset now) =>
        Silences(subscription.Id, version, [.. InForce(subscription, now).Where(each => $"{each.Index}" != index).Select(each => ToJson(each.Silence))]);

    /// <inheritdoc cref="Without(SubscriptionResponse, string, string, DateTimeOffset)"/>
    public static ApiCall Without(QuietResponse quiet, int index) => Silences(
        quiet.SubscriptionId, $"{quiet.Version}",
        [.. quiet.Silences.Where(each => each.Index != index).Select(each => ToJson(new Silence(each.Filter, each.Until, each.Reason)))]);

    /// <param name="hours">Null to remove them.</param>
    public static ApiCall QuietHours(string subscriptionId, string version, FormValues? hours) =>
        Noise(subscriptionId, version, new JsonObject { ["quietHours"] = hours is null ? null : QuietHoursForm.ToJson(hours) });

    private static ApiCall Silences(string subscriptionId, string version, JsonNode[] silences) =>
        Noise(subscriptionId, version, new JsonObject { ["silences"] = new JsonArray(silences) });

    private static ApiCall Noise(string subscriptionId, string version, JsonObject noise) =>
        ApiCall.Patch(SubscriptionPages.Address(subscriptionId), new JsonObject { ["noise"] = noise }) with
        {
            Headers = [new("If-Match", EntityTag.Of(version))],
        };

    private static IEnumerable<(int Index, Silence Silence)> InForce(SubscriptionResponse subscription, DateTimeOffset now) =>
        subscription.Noise.Silences.Index().Where(each => each.Item.Until > now);

    private static JsonObject ToJson(Silence silence)
    {
        var filter = JsonSerializer.SerializeToNode(silence.Filter, WebJson.Wire.Filter)!.AsObject();
        // Keeps the command short.
        foreach (var (name, value) in filter.ToList())
        {
            if (value is null or JsonArray { Count: 0 })
                filter.Remove(name);
        }

        return new JsonObject
        {
            ["filter"] = filter,
            ["until"] = JsonSerializer.SerializeToNode(silence.Until, WebJson.Wire.DateTimeOffset),
            ["reason"] = silence.Reason,
        };
    }
}
