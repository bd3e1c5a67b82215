using AlertRelay.Alerts;
using AlertRelay.Subscriptions;
using CsCheck;

namespace AlertRelay.Tests.Storage;

/// <summary>Filters and alerts of a small world, so that they often meet.</summary>
internal static class SubscriptionSamples
{
    /// <summary>Pairs of a filter and an alert to try: a country and a part of it meet in about one of a hundred.</summary>
    public const int Meetings = 10_000;

    private static readonly string[] Countries = ["IR", "IQ", "GB", "GB-NIR", "FR", "US"];

    private static readonly string[] Channels = ["uk-fcdo-travel", "us-cisa-kev", "fr-certfr", Cluster.ChannelId];

    private static readonly EventKind[][] Kinds = [[EventKind.Alert], [EventKind.Cluster], [EventKind.Alert, EventKind.Cluster]];

    public static readonly Gen<Filter> AnyFilter = Gen
        .Select(
            OneOf(Countries).Array[0, 3], OneOf(Channels).Array[0, 2], Gen.Enum<Category>().Array[0, 2],
            Gen.Enum<ChangeKind>().Array[0, 2], Gen.Int[0, 3], Gen.Int[0, 2])
        .Select((countries, channels, categories, changes, narrow, kinds) => new Filter
        {
            Kinds = Kinds[kinds],
            Countries = narrow is 0 or 3 ? countries : [],
            Channels = narrow is 1 or 3 ? channels : [],
            Categories = narrow is 2 or 3 ? categories : [],
            Changes = changes,
        });

    public static readonly Gen<Alert> AnyAlert = Gen.Select(OneOf(Countries).Array[0, 4], OneOf(Channels), Gen.Enum<Category>(), Gen.Enum<ChangeKind>())
        .Select((countries, channel, category, change) => Samples.Alert("alr_1") with
        {
            Areas = [.. countries.Select(country => new Area(country, country))],
            PlaceUnknown = countries.Length == 0 && channel != Cluster.ChannelId,
            Channel = channel,
            Cluster = channel == Cluster.ChannelId ? new Cluster(Samples.Noon, []) : null,
            Category = category,
            Change = change,
        });

    /// <summary>What the documentation of filters says, without their code: a fault there must not go unseen here.</summary>
    public static bool IsWanted(Filter filter, Alert alert)
    {
        // "GB" stands for all of the country, "GB-NIR" for that part alone.
        bool Covers(string wanted, string area) => area == wanted || (wanted.Length == 2 && area.StartsWith(wanted + "-", StringComparison.Ordinal));
        if (!filter.Kinds.Contains(alert.Channel == Cluster.ChannelId ? EventKind.Cluster : EventKind.Alert))
            return false;
        if (filter.Countries is { Count: > 0 } countries && !alert.PlaceUnknown && !alert.Areas.Any(area => countries.Any(wanted => Covers(wanted, area.Code))))
            return false;
        if (filter.Channels is { Count: > 0 } channels && channels.All(channel => channel != alert.Channel))
            return false;
        if (filter.Categories is { Count: > 0 } categories && categories.All(category => category != alert.Category))
            return false;
        return filter.Changes.Count == 0 || filter.Changes.Any(change => change == alert.Change);
    }

    private static Gen<string> OneOf(string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);
}
