using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Deliveries.Chats;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Pages.Countries;
using AlertRelay.Pages.Forms;
using AlertRelay.Pages.Layout;
using AlertRelay.Subscriptions;

namespace AlertRelay.Pages.Subscriptions;

/// <summary>What can be chosen in the form of a subscription.</summary>
public sealed record SubscriptionChoices(
    IReadOnlyList<FormChoice> Formats,
    IReadOnlyList<FormChoiceGroup> Kinds,
    IReadOnlyList<FormChoiceGroup> Channels,
    IReadOnlyList<FormChoiceGroup> Categories,
    IReadOnlyList<FormChoice> Severities,
    IReadOnlyList<FormChoiceGroup> Changes,
    IReadOnlyList<FormChoice> Digests)
{
    internal static SubscriptionChoices Of(ChannelCatalog catalog, MessageFormats formats, FormValues form) => new(
        [new("", Texts.FormatByAddress), .. formats.All.Select(format => new FormChoice(format.Name, TitleOf(format.Name)))],
        [
            Open(Choice(EventKind.Alert, Texts.KindAlert), Choice(EventKind.Cluster, Texts.KindCluster), Choice(EventKind.Health, Texts.KindHealth),
                Choice(EventKind.Subscription, Texts.KindSubscription), Choice(EventKind.Heartbeat, Texts.KindHeartbeat)),
        ],
        [.. ChannelsOf(catalog, form)],
        [Open([.. Enum.GetValues<Category>().Select(category => Choice(category))])],
        [
            new("", Texts.Any),
            .. CountryWords.Severities.Select(severity => Choice(severity, Texts.SeverityOrMore)),
        ],
        [Open([.. Enum.GetValues<ChangeKind>().Select(change => Choice(change))])],
        [new("", Texts.DigestNone), Choice(DigestEvery.Hour, Texts.DigestHour), Choice(DigestEvery.Day, Texts.DigestDay)]);

    public static string TitleOf(string format) =>
        format == WebhookFormat.FormatName ? Texts.FormatWebhook : ChatPlatforms.Of(format)?.Title ?? format;

    // What is chosen and not in the catalogue, such as a mistyped one, would otherwise be lost.
    private static IEnumerable<FormChoiceGroup> ChannelsOf(ChannelCatalog catalog, FormValues form)
    {
        foreach (var group in catalog.All.GroupBy(channel => channel.Category).OrderBy(group => group.Key))
            yield return new(EnumNames<Category>.Of(group.Key), [.. group.OrderBy(channel => channel.Name, StringComparer.Ordinal).Select(Choice)]);

        var others = form.All("filter.channels").Where(id => catalog.Find(id) is null).Distinct().ToList();
        if (others.Count > 0)
            yield return new(Texts.ChannelsOther, [.. others.Select(id => new FormChoice(id, id))]);
    }

    private static FormChoice Choice(Channel channel) => new(channel.Id, channel.Name);

    private static FormChoice Choice<T>(T value, string text = "{0}")
        where T : struct, Enum =>
        new(EnumNames<T>.Of(value), PageText.Format(text, EnumNames<T>.Of(value)));

    private static FormChoiceGroup Open(params IReadOnlyList<FormChoice> choices) => new("", choices, IsOpen: true);
}
