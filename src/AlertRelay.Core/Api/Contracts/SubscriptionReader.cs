using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Networking;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>Reads what a subscription should be. Complains about everything at once.</summary>
internal sealed class SubscriptionReader(FilterReader filters, NotificationReader noise, TargetPolicy targets, MessageFormats formats)
{
    internal const int LongestName = 200;

    private static readonly Uri Nowhere = new("about:blank");

    public static readonly IReadOnlyList<EventKind> OfSubscribers = [EventKind.Alert], OfOperators =
    [
        EventKind.Alert, EventKind.Health, EventKind.Subscription,
    ];

    /// <param name="kinds">Of those who name none.</param>
    /// <param name="headers">Whose values may be written as "***".</param>
    /// <returns>Null when there were mistakes.</returns>
    public SubscriptionDraft? Read(
        SubscriptionRequest body, IReadOnlyList<EventKind> kinds, ValidationErrors mistakes, IReadOnlyDictionary<string, string>? headers = null)
    {
        var target = Target(body.Target, mistakes);
        var format = Format(body.Format, target, mistakes);
        var draft = new SubscriptionDraft(
            Name(body.Name, mistakes),
            target,
            format,
            filters.Read(body.Filter, kinds, mistakes),
            noise.Read(body.Noise, mistakes),
            Secret(body.Secret, format, mistakes),
            body.Verified == true,
            HeaderReader.Read(body.Headers, ChatPlatforms.Is(format), headers, mistakes),
            body.AllowDuplicate == true);
        return mistakes.Any ? null : draft;
    }

    private static string Name(string? name, ValidationErrors mistakes)
    {
        if (name?.Length > LongestName || name?.Any(char.IsControl) == true)
            mistakes.Add("name", $"write one line of at most {LongestName} characters.");

        return name?.Trim() ?? "";
    }

    private Uri Target(string? target, ValidationErrors mistakes)
    {
        if (target is null)
            mistakes.Add("target", "is missing; write the URL that is to receive the alerts, such as 'https://example.org/alerts'.");
        else if (RedactedTarget.IsShortened(target))
            mistakes.Add("target", "is the shortened form in which targets are shown; leave it out to keep the target, or write the whole URL.");
        else
            return Judged(target, mistakes);

        return Nowhere;
    }

    private Uri Judged(string target, ValidationErrors mistakes)
    {
        switch (targets.Judge(target))
        {
            case TargetDecision.Accepted(var url):
                return url;
            case TargetDecision.Refused(var reason):
                mistakes.Add("target", reason);
                break;
        }

        return Nowhere;
    }

    private string Format(string? format, Uri target, ValidationErrors mistakes)
    {
        var choice = target == Nowhere ? new FormatChoice(format ?? WebhookFormat.FormatName) : FormatChoice.Of(target, format);
        if (formats.Find(choice.Format) is null)
            mistakes.Add("format", formats.NotKnown(choice.Format));
        else if (choice.Error is { } complaint)
            mistakes.Add(format is null ? "target" : "format", complaint);

        return choice.Format;
    }

    private static string? Secret(string? secret, string format, ValidationErrors mistakes)
    {
        if (secret is not null && ChatPlatforms.Is(format))
            mistakes.Add("secret", "leave it out: what is posted to a chat is not signed.");

        if (secret is not null && SigningSecrets.Check(secret) is { } mistake)
            mistakes.Add("secret", mistake);

        return secret;
    }
}

/// <param name="Secret">The owner's own; null to have one made.</param>
/// <param name="IsVouchedFor">By an operator: the target is not asked whether it wants alerts.</param>
internal sealed record SubscriptionDraft(
    string Name, Uri Target, string Format, Filter Filter, NotificationSettings Noise, string? Secret,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsVouchedFor = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Headers = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool AllowsDuplicate = false);
