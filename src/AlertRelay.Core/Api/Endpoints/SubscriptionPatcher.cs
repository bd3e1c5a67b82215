using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlertRelay.Api.Contracts;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Registration;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Endpoints;

/// <summary>Applies a merge patch to a subscription.</summary>
internal static class SubscriptionPatcher
{
    public static UpdateResult Patched(Subscription current, JsonElement patch, SubscriptionReader reader, DateTimeOffset now)
    {
        if (JsonErrors.Find(JsonMarshal.GetRawUtf8Value(patch), typeof(SubscriptionPatch)) is { } unreadable)
            return new UpdateResult.Refused(unreadable);

        var merged = MergePatch.Apply(Editable(current, patch, now), patch).Deserialize(WebJson.Wire.SubscriptionPatch) ?? new SubscriptionPatch();
        var errors = new ValidationErrors();
        var body = new SubscriptionRequest(merged.Name, merged.Target, merged.Format, merged.Filter, merged.Noise, Headers: merged.Headers);
        return reader.Read(body, current.Filter.Kinds, errors, IsOfSameHost(merged.Target, current.Target) ? current.Headers : null) is { } draft
            ? new UpdateResult.Made(Signed(Changed(current, draft)))
            : new UpdateResult.Refused(errors.ToProblem());
    }

    private static Subscription Changed(Subscription current, SubscriptionDraft draft) => current.MovedTo(draft.Target) with
    {
        Name = draft.Name,
        Format = draft.Format,
        Filter = draft.Filter,
        Noise = draft.Noise,
        Headers = draft.Headers ?? Subscription.NoHeaders,
    };

    // Otherwise a caller could have the hidden values sent to another host.
    private static bool IsOfSameHost(string? target, Uri current) =>
        Uri.TryCreate(target, UriKind.Absolute, out var url) && (url.Scheme, url.IdnHost, url.Port) == (current.Scheme, current.IdnHost, current.Port);

    // A webhook is signed and a chat is not, even after a change of format. rotate-secret shows a secret that is not known yet.
    private static Subscription Signed(Subscription changed) => ChatPlatforms.Is(changed.Format)
        ? changed.Secrets.Count == 0 ? changed : changed with { Secrets = [] }
        : changed.Secrets.Count > 0 ? changed : changed with { Secrets = [new SigningSecret(SigningSecrets.New())] };

    // A silence that has ended meanwhile is not an error of this patch.
    private static NotificationSettings WithoutEnded(NotificationSettings noise, DateTimeOffset now) =>
        noise with { Silences = [.. noise.Silences.Where(silence => silence.Until > now)] };

    // A format that was recognised from the old target is dropped with it.
    private static JsonObject Editable(Subscription current, JsonElement patch, DateTimeOffset now) => new()
    {
        ["name"] = current.Name,
        ["target"] = current.Target.AbsoluteUri,
        ["format"] = MergePatch.Names(patch, "target") ? FormatChoice.Keep(current.Target, current.Format) : current.Format,
        ["filter"] = JsonSerializer.SerializeToNode(current.Filter, WebJson.Wire.Filter),
        ["headers"] = new JsonObject(current.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)HeaderReader.Hidden))),
        ["noise"] = JsonSerializer.SerializeToNode(WithoutEnded(current.Noise, now), WebJson.Wire.NotificationSettings),
    };
}
