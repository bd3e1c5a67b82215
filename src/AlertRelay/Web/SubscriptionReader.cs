using AlertRelay.Alerts;
using AlertRelay.Delivery;
using AlertRelay.Delivery.Formats;
using AlertRelay.Subscriptions;

namespace AlertRelay.Web;

/// <summary>Reads what a subscription should be. Complains about everything at once.</summary>
public sealed class SubscriptionReader(FilterReader filters, NoiseReader noise, TargetPolicy targets, MessageFormats formats)
{
    private const int LongestName = 200;

    private static readonly Uri Nowhere = new("about:blank");

    public static readonly IReadOnlyList<EventKind> OfSubscribers = [EventKind.Alert], OfOperators = [EventKind.Alert, EventKind.Health];

    /// <param name="kinds">Of those who name none.</param>
    /// <returns>Null when there were mistakes.</returns>
    public SubscriptionDraft? Read(SubscriptionBody body, IReadOnlyList<EventKind> kinds, Mistakes mistakes)
    {
        var draft = new SubscriptionDraft(
            Name(body.Name, mistakes),
            Target(body.Target, mistakes),
            Format(body.Format, mistakes),
            filters.Read(body.Filter, kinds, mistakes),
            noise.Read(body.Noise, mistakes),
            Secret(body.Secret, mistakes));
        return mistakes.Any ? null : draft;
    }

    private static string Name(string? name, Mistakes mistakes)
    {
        if (name?.Length > LongestName || name?.Any(char.IsControl) == true)
            mistakes.Add("name", $"write one line of at most {LongestName} characters.");

        return name?.Trim() ?? "";
    }

    private Uri Target(string? target, Mistakes mistakes)
    {
        if (target is null)
            mistakes.Add("target", "is missing; write the URL that is to receive the alerts, such as 'https://example.org/alerts'.");
        else if (ShownTarget.IsShortened(target))
            mistakes.Add("target", "is the shortened form in which targets are shown; leave it out to keep the target, or write the whole URL.");
        else
            return Judged(target, mistakes);

        return Nowhere;
    }

    private Uri Judged(string target, Mistakes mistakes)
    {
        switch (targets.Judge(target))
        {
            case TargetVerdict.Accepted(var url):
                return url;
            case TargetVerdict.Refused(var reason):
                mistakes.Add("target", reason);
                break;
        }

        return Nowhere;
    }

    private string Format(string? format, Mistakes mistakes)
    {
        if (format is not null && formats.Find(format) is null)
            mistakes.Add("format", $"'{format}' is not known; what may be written: {string.Join(", ", formats.All.Select(each => each.Name))}.");

        return format ?? "webhook";
    }

    private static string? Secret(string? secret, Mistakes mistakes)
    {
        if (secret is not null && SigningSecrets.Check(secret) is { } mistake)
            mistakes.Add("secret", mistake);

        return secret;
    }
}

/// <param name="Secret">The owner's own; null to have one made.</param>
public sealed record SubscriptionDraft(string Name, Uri Target, string Format, Filter Filter, NoiseControl Noise, string? Secret);
