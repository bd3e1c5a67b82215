using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Channels;
using AlertRelay.Clusters;
using AlertRelay.Polling;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class ChannelEndpoints
{
    public static void MapChannels(this IEndpointRouteBuilder app)
    {
        var channels = app.MapGroup("/channels").WithTags("Channels");
        channels.MapGet("", List).Describe("listChannels", "Lists the catalogue with each channel's health.");
        channels.MapGet("/{id}", Get).Describe("getChannel", "Answers one channel with its health.").WithProblems(ProblemKind.NotFound);
        channels.MapNotices();
    }

    private static async Task<Ok<ChannelList>> List(ChannelCatalog catalog, IChannelStore store, CancellationToken cancellationToken)
    {
        var states = (await store.All(cancellationToken)).ToDictionary(state => state.Channel);
        return TypedResults.Ok(new ChannelList([.. catalog.All.Select(channel => ChannelResponse.Of(channel, states.GetValueOrDefault(channel.Id)))]));
    }

    private static async Task<Results<Ok<ChannelResponse>, ProblemHttpResult>> Get(
        string id, ChannelCatalog catalog, IChannelStore store, CancellationToken cancellationToken) =>
        (id == Cluster.ChannelId ? ClusterChannel.Description : catalog.FindAlsoFormer(id)) is { } channel
            ? TypedResults.Ok(ChannelResponse.Of(channel, await store.Find(channel.Id, cancellationToken)))
            : Unknown(id, catalog);

    internal static ProblemHttpResult Unknown(string id, ChannelCatalog catalog) =>
        ProblemKind.NoSuch("channel", id, catalog.Similar(id).FirstOrDefault() is { } meant ? $" Did you mean '{meant}'?" : "");
}
