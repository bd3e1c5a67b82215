using System.Globalization;
using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Auditing;
using AlertRelay.Channels;
using AlertRelay.Deliveries;
using AlertRelay.Keys;
using AlertRelay.Networking;
using AlertRelay.Polling;
using AlertRelay.Registration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AlertRelay.Api.Endpoints;

/// <summary>What an operator may ask of a channel.</summary>
internal static class ChannelActionEndpoints
{
    // Below the time after which proxies, and the Functions host, give up.
    private static readonly TimeSpan MaxTry = TimeSpan.FromSeconds(90);

    public static void MapChannelActions(this IEndpointRouteBuilder channels)
    {
        channels.MapPost("/{id}/poll", Poll).RequireAuthorization(ApiServices.AdminOnly)
            .Describe(
                "pollChannel", "Poll a channel now",
                "Polls the channel as soon as its minimum interval and the publisher's `Retry-After` allow. The response says when. "
                + "Needs an admin key.")
            .WithResponseExample(ChannelExamples.Poll)
            .WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
        channels.MapPost("/{id}/try", Try).RequireAuthorization(ApiServices.AdminOnly)
            .Describe(
                "tryChannel", "Try another address",
                "Reads the channel once from another address, for at most 90 seconds. Nothing is stored or sent. Needs an admin key.")
            .WithResponseExample(ChannelExamples.Try)
            .WithRequestExamples(RequestExamples.Try).WithProblems(ProblemKind.NotFound, ProblemKind.Conflict);
    }

    private static async Task<Results<Accepted<PollNowResponse>, ProblemHttpResult>> Poll(
        string id, Caller caller, ChannelCatalog catalog, PollRequests requests, ChangeAudit log, CancellationToken cancellationToken)
    {
        if (Refusal(id, catalog) is { } refused)
            return refused;

        var channel = catalog.FindAlsoFormer(id)!;
        if (!channel.Enabled)
            return ProblemKind.Conflict.WithDetail(
                $"The channel is not polled, because it is disabled; the setting Channels__{channel.Id.Replace('-', '_')}__Enabled=true enables it.");

        if (await requests.Ask(channel, cancellationToken) is not { } request)
            return ProblemKind.Conflict.WithDetail(
                "Another instance of the relay works on the channel, so the poll could not be planned. Ask again in a minute.");

        var answer = new PollNowResponse(channel.Id, request.At, request.IsRunning);
        var what = new JsonObject { ["pollAt"] = request.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
        await log.OfChannel(channel.Id, AuditAction.ChannelPollRequested, what, caller.Actor);
        return TypedResults.Accepted($"/api/v1/channels/{channel.Id}", answer);
    }

    private static async Task<Results<Ok<TryResponse>, ProblemHttpResult>> Try(
        string id, TryRequest body, Caller caller, ChannelCatalog catalog, ChannelTrial trial, TargetPolicy policy, IOptions<DeliveryOptions> delivery,
        ChangeAudit log, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Refusal(id, catalog) is { } refused)
            return refused;

        var errors = new ValidationErrors();
        if (Address(body.Url, policy, errors) is not { } url)
            return errors.ToProblem();

        var channel = catalog.FindAlsoFormer(id)!;
        if (await Read(channel, url, trial, delivery.Value.AllowPrivateNetworks, time, cancellationToken) is not { } answer)
            return ProblemKind.Conflict.WithDetail(
                $"The channel's token is sent to its publisher at most once in {DurationText.Minutes(channel.MinimumInterval)}. "
                + "Try again later, or try an address of another host, to which it is not sent.");

        var what = new JsonObject { ["url"] = answer.Url, ["read"] = answer.Read, ["entries"] = answer.Entries };
        await log.OfChannel(channel.Id, AuditAction.ChannelTried, what, caller.Actor);
        return TypedResults.Ok(answer);
    }

    /// <returns>Null while it may not be read.</returns>
    private static async Task<TryResponse?> Read(
        Channel channel, Uri url, ChannelTrial trial, bool mayBePrivate, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxTry, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await trial.Read(channel, url, mayBePrivate, either.Token) is { } outcomes ? TryResponse.Of(channel, url, outcomes) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TryResponse.TookTooLong(channel, url, MaxTry);
        }
    }

    // The same rules as for the targets of subscriptions. The connection is guarded too, because a public name may have a private address.
    private static Uri? Address(string? text, TargetPolicy policy, ValidationErrors errors)
    {
        switch (policy.Check(text?.Trim()))
        {
            case TargetDecision.Accepted { Target: var url } when url.Scheme == Uri.UriSchemeMailto:
                errors.Add("url", "write a web address, such as https://example.org/feed.xml.");
                return null;
            case TargetDecision.Accepted { Target: var url }:
                return url;
            case TargetDecision.Refused { Reason: var reason }:
                errors.Add("url", reason);
                return null;
            default:
                throw new InvalidOperationException("A decision about a target that is neither.");
        }
    }

    private static ProblemHttpResult? Refusal(string id, ChannelCatalog catalog) =>
        id == Cluster.ChannelId ? ProblemKind.Conflict.WithDetail("The relay makes this channel out of others; nothing is polled for it.")
        : catalog.FindAlsoFormer(id) is null ? ChannelEndpoints.Unknown(id, catalog)
        : null;
}
