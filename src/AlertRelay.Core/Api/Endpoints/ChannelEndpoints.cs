using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Channels;
using AlertRelay.Clusters;
using AlertRelay.Detection;
using AlertRelay.Polling;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AlertRelay.Api.Endpoints;

internal static class ChannelEndpoints
{
    public static void MapChannels(this IEndpointRouteBuilder app)
    {
        var channels = app.MapGroup("/channels").WithTags("Channels");
        channels.MapGet("", List)
            .Describe("listChannels", "List channels", "Returns the catalogue of channels, each with its health.")
            .WithResponseExample(ChannelExamples.All);
        channels.MapGet("/{id}", Get)
            .Describe("getChannel", "Get a channel", "Returns the channel with its health and its last 60 polls.")
            .WithResponseExample(ChannelExamples.One).WithProblems(ProblemKind.NotFound);
        channels.MapNotices();
        channels.MapChannelActions();
    }

    private static async Task<Ok<ChannelList>> List(ChannelCatalog catalog, IChannelStore store, CancellationToken cancellationToken)
    {
        var states = (await store.All(cancellationToken)).ToDictionary(state => state.Channel);
        return TypedResults.Ok(new ChannelList([.. catalog.All.Select(channel => ChannelResponse.Of(channel, states.GetValueOrDefault(channel.Id)))]));
    }

    private static async Task<Results<Ok<ChannelResponse>, ProblemHttpResult>> Get(
        string id, ChannelCatalog catalog, IChannelStore store, CancellationToken cancellationToken) =>
        (id == Cluster.ChannelId ? ClusterChannel.Description : catalog.FindAlsoFormer(id)) is { } channel
            ? TypedResults.Ok(ChannelResponse.WithHistory(channel, await store.Find(channel.Id, cancellationToken)))
            : Unknown(id, catalog);

    internal static ProblemHttpResult Unknown(string id, ChannelCatalog catalog) =>
        ProblemKind.NoSuch("channel", id, catalog.Similar(id).FirstOrDefault() is { } meant ? $" Did you mean '{meant}'?" : "");
}

/// <summary>The notices of a channel, now and at a time, with the reasons for its alerts.</summary>
internal static class NoticeEndpoints
{
    public static void MapNotices(this IEndpointRouteBuilder channels)
    {
        channels
            .MapGet("/{id}/notices", List)
            .Describe(
                "listNotices", "List the notices of a channel",
                "Returns what the channel shows at present, without the texts, and the latest decision on each notice.")
            .WithResponseExample(AlertExamples.Notices)
            .WithProblems(ProblemKind.NotFound);
        // A catch-all, because keys may contain slashes.
        channels.MapGet("/{id}/notices/{**key}", Get)
            .Describe(
                "getNotice", "Get a notice",
                "Returns what the channel says about one subject, now or at a past time. "
                + "Answers 404 for a time of which no version is kept (`Polling:KeepVersionsFor`).")
            .WithResponseExample(AlertExamples.Notice)
            .Answers(typeof(NoticeResponse), typeof(NoticeVersionResponse)).WithProblems(ProblemKind.NotFound);
    }

    private static async Task<Results<Ok<NoticeList>, ProblemHttpResult>> List(
        string id, [AsParameters] NoticeListParameters parameters, HttpRequest request, ChannelCatalog catalog, IChannelStore store,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var query = QueryReader.Of<NoticeListParameters>(request.Query, errors);
        var country = query.One(parameters.Country) is { } word ? FilterReader.Country(word, "country", errors) : null;
        var (held, limit) = (query.One(parameters.Held), query.Limit(parameters.Limit));
        // A key may contain commas, so it is taken as it is.
        var after = parameters.After;
        if (held is not (null or "true" or "false"))
            errors.Add("held", "write true for those that wait for a second look, or leave it out.");
        if (errors.Any)
            return errors.ToProblem();
        if (catalog.FindAlsoFormer(id) is not { } channel)
            return ChannelEndpoints.Unknown(id, catalog);

        var found = (await store.Notices(channel.Id, cancellationToken)).Values
            .Where(notice => country is null
                || (notice.LastNotified ?? notice.PendingChange?.Notice)?.Areas.Any(
                    area => area.Code == country || area.Code.StartsWith(country + "-", StringComparison.Ordinal)) == true)
            .Where(notice => held is not "true" || notice.IsHeld)
            .OrderBy(notice => notice.Key, StringComparer.Ordinal)
            .ToList();
        var rest = found.Where(notice => after is null || string.CompareOrdinal(notice.Key, after) > 0).ToList();
        return TypedResults.Ok(new NoticeList(
            [.. rest.Take(limit).Select(NoticeResponse.WithoutText)], found.Count, rest.Count > limit ? rest[limit - 1].Key : null));
    }

    private static async Task<Results<Ok<NoticeResponse>, Ok<NoticeVersionResponse>, ProblemHttpResult>> Get(
        string id, string key, [AsParameters] NoticeParameters parameters, HttpRequest request, ChannelCatalog catalog, IChannelStore store,
        CancellationToken cancellationToken)
    {
        var errors = new ValidationErrors();
        var at = QueryReader.Of<NoticeParameters>(request.Query, errors).Time(parameters.At);
        if (errors.Any)
            return errors.ToProblem();
        if (catalog.FindAlsoFormer(id) is not { } channel)
            return ChannelEndpoints.Unknown(id, catalog);
        if (await Find(store, channel.Id, key, cancellationToken) is not { } notice)
            return ProblemKind.NoSuch("notice", key);

        return at is null ? TypedResults.Ok(NoticeResponse.Whole(notice))
            : await NoticeVersionResponse.Of(notice, at.Value, channel.Id, store, cancellationToken) is { } past ? TypedResults.Ok(past)
            : ProblemKind.NotFound.WithDetail(
                $"The relay has no version of '{notice.Key}' from that time: it did not know the notice yet, or the version has been deleted.");
    }

    // Some proxies escape twice (%2F becomes %252F).
    private static async Task<NoticeState?> Find(IChannelStore store, string channel, string key, CancellationToken cancellationToken) =>
        await store.FindNotice(channel, key, cancellationToken)
        ?? (Uri.UnescapeDataString(key) is var plain && plain != key ? await store.FindNotice(channel, plain, cancellationToken) : null);
}
