using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Detection;
using AlertRelay.Networking;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>Reads a subscription. Reports all errors at once.</summary>
internal sealed class SubscriptionReader(FilterReader filters, NotificationReader noise, TargetPolicy targets, MessageFormats formats)
{
    internal const int MaxNameLength = 200;

    private static readonly Uri Nowhere = new("about:blank");

    public static readonly IReadOnlyList<EventKind> OfSubscribers = [EventKind.Alert], OfOperators =
    [
        EventKind.Alert, EventKind.Health, EventKind.Subscription,
    ];

    /// <param name="kinds">The kinds if none are named.</param>
    /// <param name="headers">Whose values may be written as "***".</param>
    /// <returns>Null if there were errors.</returns>
    public SubscriptionDraft? Read(
        SubscriptionRequest body, IReadOnlyList<EventKind> kinds, ValidationErrors errors, IReadOnlyDictionary<string, string>? headers = null)
    {
        var target = Target(body.Target, errors);
        var format = Format(body.Format, target, errors);
        var filter = filters.Read(body.Filter, kinds, errors);
        if (body.Snapshot == true)
            CheckSnapshot(filter, format, errors);

        var draft = new SubscriptionDraft(
            Name(body.Name, errors),
            target,
            format,
            filter,
            noise.Read(body.Noise, errors),
            Secret(body.Secret, format, errors),
            body.Verified == true,
            HeaderReader.Read(body.Headers, ChatPlatforms.Is(format), headers, errors),
            body.AllowDuplicate == true,
            body.Snapshot == true);
        return errors.Any ? null : draft;
    }

    private void CheckSnapshot(Filter filter, string format, ValidationErrors errors)
    {
        if (formats.Find(format)?.IsIncident == true)
            errors.Add("snapshot", "leave it out: each level would open an incident.");
        if (!filter.Kinds.Contains(EventKind.Alert))
            errors.Add("snapshot", "would be empty, because levels are of the kind alert; add 'alert' to filter.kinds, or leave 'snapshot' out.");
        if (filter.Categories.Count > 0 && !filter.Categories.Any(Snapshot.Includes))
            errors.Add(
                "snapshot", "would be empty, because levels are of travel and threat channels; add one of them to filter.categories, or leave 'snapshot' out.");
    }

    private static string Name(string? name, ValidationErrors errors)
    {
        if (name?.Length > MaxNameLength || name?.Any(char.IsControl) == true)
            errors.Add("name", $"write one line of at most {MaxNameLength} characters.");

        return name?.Trim() ?? "";
    }

    private Uri Target(string? target, ValidationErrors errors)
    {
        if (target is null)
            errors.Add("target", "is missing; write the URL that is to receive the alerts, such as 'https://example.org/alerts'.");
        else if (RedactedTarget.IsShortened(target))
            errors.Add("target", "is the shortened form in which targets are shown; leave it out to keep the target, or write the whole URL.");
        else
            return Checked(target, errors);

        return Nowhere;
    }

    private Uri Checked(string target, ValidationErrors errors)
    {
        switch (targets.Check(target))
        {
            case TargetDecision.Accepted(var url):
                return url;
            case TargetDecision.Refused(var reason):
                errors.Add("target", reason);
                break;
        }

        return Nowhere;
    }

    private string Format(string? format, Uri target, ValidationErrors errors)
    {
        var choice = target == Nowhere ? new FormatChoice(format ?? WebhookFormat.FormatName) : FormatChoice.Of(target, format);
        if (formats.Find(choice.Format) is null)
            errors.Add("format", formats.NotKnown(choice.Format));
        else if (choice.Error is { } complaint)
            errors.Add(format is null ? "target" : "format", complaint);

        return choice.Format;
    }

    private static string? Secret(string? secret, string format, ValidationErrors errors)
    {
        if (secret is not null && ChatPlatforms.Is(format))
            errors.Add("secret", "leave it out: what is posted to a chat is not signed.");

        if (secret is not null && SigningSecrets.Check(secret) is { } mistake)
            errors.Add("secret", mistake);

        return secret;
    }
}

/// <param name="Secret">The owner's own; null to have one made.</param>
/// <param name="IsVouchedFor">An operator marked the target as verified, so it is not asked to opt in.</param>
internal sealed record SubscriptionDraft(
    string Name, Uri Target, string Format, Filter Filter, NotificationSettings Noise, string? Secret,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsVouchedFor = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Headers = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool AllowsDuplicate = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool WantsSnapshot = false);

internal static partial class TenantName
{
    /// <summary>As JSON Schema writes it.</summary>
    internal const string Pattern = "^[a-z0-9][a-z0-9_-]{0,63}$";

    public static void Check(string tenant, ValidationErrors errors)
    {
        if (!Is(tenant))
            errors.Add("tenant", "write 1 to 64 small letters, digits, '-' or '_', beginning with a letter or digit.");
    }

    public static bool Is(string text) => Allowed().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}\z")]
    private static partial Regex Allowed();
}

/// <summary>Shortens a target for display, because the URL of a chat's webhook is a secret.</summary>
internal static class RedactedTarget
{
    private const string Ellipsis = "/…";

    public static string Of(Subscription subscription) =>
        IsNoSecret(subscription) ? subscription.Target.AbsoluteUri : subscription.Target.GetLeftPart(UriPartial.Authority) + Ellipsis;

    // In any format, because a Teams URL may receive plain webhooks.
    private static bool IsNoSecret(Subscription subscription) =>
        subscription.Target.Scheme == Uri.UriSchemeMailto || (!ChatPlatforms.Is(subscription.Format) && !ChatPlatforms.IsTarget(subscription.Target));

    /// <summary>Whether the caller sent the shortened form back, as after editing a response.</summary>
    public static bool IsShortened(string target) => target.EndsWith(Ellipsis, StringComparison.Ordinal);
}
