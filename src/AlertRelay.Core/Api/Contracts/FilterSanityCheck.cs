using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>
/// Finds filters that no channel of the catalogue can ever match. Only what is certain is rejected: the countries, languages and levels of a
/// channel are not known in advance, and POST /filters/test shows what a filter would have matched.
/// </summary>
internal static class FilterSanityCheck
{
    private const int MaxNamed = 3;

    public static void Check(Filter filter, ChannelCatalog catalog, ValidationErrors errors)
    {
        CheckClusters(filter, errors);
        if (filter.Categories.Count == 0
            || filter.Kinds.Any(kind => kind is not (EventKind.Alert or EventKind.Health))
            || catalog.All.Any(channel => Fits(filter, channel)))
            return;

        var named = filter.Channels
            .Select(catalog.Find)
            .OfType<Channel>()
            .Take(MaxNamed)
            .Select(channel => $"{channel.Id} is {EnumNames<Category>.Of(channel.Category)}")
            .ToList();
        errors.Add("filter", named.Count == 0
            ? $"matches nothing: this relay has no channel of the category {string.Join(" or ",
            filter.Categories.Select(EnumNames<Category>.Of))}; GET /api/v1/channels lists the channels and their categories."
            : $"matches nothing: 'channels' and 'categories' exclude each other, {string.Join(", ",
            named)}; leave 'categories' out, or name channels of them.");
    }

    // A subscription that asks for clusters and names channels would wait for them in vain.
    private static void CheckClusters(Filter filter, ValidationErrors errors)
    {
        var (wantsKind, namesChannel) = (filter.Kinds.Contains(EventKind.Cluster), filter.Channels.Contains(Cluster.ChannelId));
        if (wantsKind && filter.Channels.Count > 0 && !namesChannel)
            errors.Add("filter.channels", $"matches no cluster; add '{Cluster.ChannelId}', or leave 'channels' out.");
        if (namesChannel && !wantsKind)
            errors.Add("filter.kinds", $"matches no cluster; add 'cluster', or leave out the channel '{Cluster.ChannelId}'.");
        if (wantsKind && filter.Categories.Count > 0 && !filter.Categories.Contains(Category.Travel))
            errors.Add("filter.categories", "matches no cluster; add 'travel', or leave 'categories' out.");
    }

    private static bool Fits(Filter filter, Channel channel) =>
        filter.Categories.Contains(channel.Category) && (filter.Channels.Count == 0 || filter.Channels.Contains(channel.Id));
}
