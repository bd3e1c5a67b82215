using System.Globalization;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Pages.Layout;
using AlertRelay.Pages.Sessions;
using Microsoft.Extensions.Primitives;

namespace AlertRelay.Pages.Channels;

/// <summary>
/// Channels. The list costs the reads of the overview. A channel costs its row, one list of ten health events and, as in the API, the rows of its notices;
/// a notice its row and at most ten of its past versions.
/// </summary>
internal static class ChannelPages
{
    public const string Path = "/channels";

    private const int MaxVersions = 10, EventsShown = 10;

    public static void MapChannelPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapSignedIn();
        pages.MapGet(Path, List);
        pages.MapGet($"{Path}/{{id}}", Show);
        pages.MapPost($"{Path}/{{id}}/poll", Poll);
        pages.MapPost($"{Path}/{{id}}/try", Try);
        pages.MapGet($"{Path}/{{id}}/notices/{{**key}}", ShowNotice);
    }

    public static string Address(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    public static string Address(string id, string key) => $"{Address(id)}/notices/{Uri.EscapeDataString(key)}";

    public static ApiCall TryCall(string id, string url) => ApiCall.Post($"{Address(id)}/try", new JsonObject { ["url"] = url });

    private static async Task<PageResult> List(HttpContext http, RelayApi api) =>
        (await api.Get<OverviewResponse>(http, "/overview")).Page(found => PageResult.Of<ChannelsPage>(found));

    private static async Task<PageResult> Show(string id, HttpContext http, RelayApi api) =>
        await (await api.Get<ChannelResponse>(http, Address(id))).Page(
            async channel => PageResult.Of<ChannelPage>(await Model(channel, http, api)), Path);

    private static async Task<ChannelPageModel> Model(ChannelResponse channel, HttpContext http, RelayApi api)
    {
        var query = http.Request.Query;
        var model = new ChannelPageModel(channel, Text(query["country"]).ToUpperInvariant(), Text(query["held"]));
        var events = await api.Get<AlertPage>(http, "/health-events" + LinkQuery.Of(("channel", channel.Id), ("limit", $"{EventsShown}")));
        model = model with { Events = events.Value?.Alerts ?? [] };
        if (model.IsCluster)
            return model;

        var notices = await api.Get<NoticeList>(http, $"{Address(channel.Id)}/notices{model.NoticeQuery(query["after"])}");
        return notices.Problem is { } problem
            ? model with { Notices = new NoticeList([], 0), NoticeError = problem.ErrorText() }
            : model with { Notices = notices.Value };
    }

    private static Task<IResult> Poll(string id, HttpContext http, RelayApi api) =>
        api.Do<PollNowResponse>(http, ApiCall.Post($"{Address(id)}/poll"), Address(id), answer => PollText(answer!, http));

    private static string PollText(PollNowResponse answer, HttpContext http) =>
        answer.Running ? Texts.PollRunning
        : answer.PollAt <= Now(http) ? Texts.PollSoon
        : PageText.Format(Texts.PollLater, http.Written(answer.PollAt));

    // The answer is shown at once, because it is too long to be carried over a redirect. It changed nothing.
    private static async Task<PageResult> Try(string id, HttpContext http, RelayApi api, CancellationToken cancellationToken)
    {
        var url = Text((await http.Request.ReadFormAsync(cancellationToken))["url"]);
        var tried = await api.Send<TryResponse>(http, TryCall(id, url));
        if (tried.Problem is { } problem && problem.Errors.Count == 0)
            return (problem with { Back = Address(id) }).Page();

        return await (await api.Get<ChannelResponse>(http, Address(id))).Page(
            async channel => PageResult.Of<ChannelPage>(
                await Model(channel, http, api) with { Tried = tried.Value, TriedUrl = url, TryError = tried.Problem?.ErrorText() }) with
            {
                Status = tried.Problem?.Status ?? StatusCodes.Status200OK,
            },
            Path);
    }

    private static async Task<PageResult> ShowNotice(string id, string key, HttpContext http, RelayApi api, ChannelCatalog catalog) =>
        await (await api.Get<NoticeResponse>(http, Address(id, key))).Page(
            async notice =>
            {
                var channel = catalog.FindAlsoFormer(id)!;
                var official = notice.Known?.Link ?? notice.Held?.Shown?.Link;
                return PageResult.Of<NoticePage>(new NoticePageModel(channel, notice, await Versions(id, notice, http, api))
                {
                    Official = official is not null && OfficialLink.Of(channel, official) == official ? official : null,
                });
            },
            Address(id));

    // The API answers what was known at a time, so the moment before a version began leads to the one before.
    private static async Task<IReadOnlyList<NoticeVersionResponse>> Versions(string id, NoticeResponse notice, HttpContext http, RelayApi api)
    {
        var versions = new List<NoticeVersionResponse>();
        if (notice.Known is not null)
            versions.Add(new NoticeVersionResponse(notice.Key, Now(http), notice.Known, notice.KnownSince, null));
        for (var since = notice.KnownSince; since is { } began && versions.Count <= MaxVersions;)
        {
            var at = began.AddTicks(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
            if ((await api.Get<NoticeVersionResponse>(http, $"{Address(id, notice.Key)}?at={at}")).Value is not { } version)
                break;

            versions.Add(version);
            since = version.Since;
        }

        return versions;
    }

    private static string ErrorText(this PageProblem problem) =>
        problem.Errors.Count > 0 ? string.Join(" ", problem.Errors.SelectMany(error => error.Value)) : problem.Detail;

    private static DateTimeOffset Now(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    private static string Text(StringValues values) => values.ToString().Trim();
}

/// <param name="Country">The filter of notices; empty for none.</param>
/// <param name="Held">"true": only notices that are held.</param>
internal sealed record ChannelPageModel(ChannelResponse Channel, string Country, string Held)
{
    public IReadOnlyList<Alert> Events { get; init; } = [];

    /// <summary>Null where the channel has none.</summary>
    public NoticeList? Notices { get; init; }

    public string? NoticeError { get; init; }

    /// <summary>What was read from another address; null if nothing was.</summary>
    public TryResponse? Tried { get; init; }

    public string? TriedUrl { get; init; }

    public string? TryError { get; init; }

    public bool IsCluster => Channel.Id == Cluster.ChannelId;

    public string NoticeQuery(string? after) => LinkQuery.Of(("country", Country), ("held", Held), ("after", after));
}

/// <param name="Versions">Newest first.</param>
internal sealed record NoticePageModel(Channel Channel, NoticeResponse Notice, IReadOnlyList<NoticeVersionResponse> Versions)
{
    /// <summary>The publisher's page; null where it is not at one of its hosts.</summary>
    public Uri? Official { get; init; }
}
