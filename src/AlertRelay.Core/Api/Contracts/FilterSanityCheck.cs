using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>
/// Finds filters that no channel of the catalogue can ever satisfy. Only what is certain is refused: which countries, languages and levels a
/// channel will speak of nobody knows beforehand, and POST /filters/test says what a filter would have matched.
/// </summary>
internal static class FilterSanityCheck
{
    private const int MostNamed = 3;

    public static void Check(Filter filter, ChannelCatalog catalog, ValidationErrors mistakes)
    {
        CheckClusters(filter, mistakes);
        if (filter.Categories.Count == 0
            || filter.Kinds.Any(kind => kind is not (EventKind.Alert or EventKind.Health))
            || catalog.All.Any(channel => Fits(filter, channel)))
            return;

        var named = filter.Channels
            .Select(catalog.Find)
            .OfType<Channel>()
            .Take(MostNamed)
            .Select(channel => $"{channel.Id} is {EnumNames<Category>.Of(channel.Category)}")
            .ToList();
        mistakes.Add("filter", named.Count == 0
            ? $"matches nothing: this relay has no channel of the category {string.Join(" or ",
            filter.Categories.Select(EnumNames<Category>.Of))}; GET /api/v1/channels lists the channels and their categories."
            : $"matches nothing: 'channels' and 'categories' exclude each other, {string.Join(", ",
            named)}; leave 'categories' out, or name channels of them.");
    }

    // Whoever asks for clusters and names channels would wait for them in vain.
    private static void CheckClusters(Filter filter, ValidationErrors mistakes)
    {
        var (wantsKind, namesChannel) = (filter.Kinds.Contains(EventKind.Cluster), filter.Channels.Contains(Cluster.ChannelId));
        if (wantsKind && filter.Channels.Count > 0 && !namesChannel)
            mistakes.Add("filter.channels", $"matches no cluster; add '{Cluster.ChannelId}', or leave 'channels' out.");
        if (namesChannel && !wantsKind)
            mistakes.Add("filter.kinds", $"matches no cluster; add 'cluster', or leave out the channel '{Cluster.ChannelId}'.");
        if (wantsKind && filter.Categories.Count > 0 && !filter.Categories.Contains(Category.Travel))
            mistakes.Add("filter.categories", "matches no cluster; add 'travel', or leave 'categories' out.");
    }

    private static bool Fits(Filter filter, Channel channel) =>
        filter.Categories.Contains(channel.Category) && (filter.Channels.Count == 0 || filter.Channels.Contains(channel.Id));
}
