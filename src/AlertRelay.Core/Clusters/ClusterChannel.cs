using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Clusters;

/// <summary>The channel of clusters, as the API describes it. It is not in the catalogue, because nothing is polled.</summary>
internal static class ClusterChannel
{
    public static readonly Channel Description = new()
    {
        Id = Cluster.ChannelId,
        Name = "Countries that several governments raised",
        Authority = RelayEvents.Authority,
        ShortName = RelayEvents.Authority,
        Category = Category.Travel,
        Languages = ["en"],
        Homepage = RelayEvents.Home,
        Terms = "Those of the members' channels.",
        Attribution = "The authorities of the members.",
        Urls = [],
        Parser = "",
        Interval = TimeSpan.FromMinutes(1),
        MinimumInterval = TimeSpan.Zero,
        Proof = ChannelProof.RecordedPayload,
    };
}
