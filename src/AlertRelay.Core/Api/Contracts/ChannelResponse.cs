using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Polling;

namespace AlertRelay.Api.Contracts;

/// <summary>A channel of the catalogue, and the state of its polls.</summary>
/// <param name="PollHistory">The last 60 polls, oldest first; left out of lists.</param>
internal sealed record ChannelResponse(
    string Id,
    string Name,
    string Authority,
    string ShortName,
    string? Country,
    Category Category,
    IReadOnlyList<string> Languages,
    Uri Homepage,
    string Terms,
    string Attribution,
    IReadOnlyList<Uri> Urls,
    TimeSpan Every,
    Membership Membership,
    ChannelProof Proof,
    bool Enabled,
    IReadOnlyDictionary<string, LevelEntry> Levels,
    ChannelHealth Health,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PollRecord>? PollHistory = null)
{
    public static ChannelResponse WithHistory(Channel channel, ChannelState? state) =>
        Of(channel, state) with { PollHistory = Polling.PollHistory.Read(state?.Polls) };

    public static ChannelResponse Of(Channel channel, ChannelState? state) => new(
        channel.Id, channel.Name, channel.Authority, channel.ShortName, channel.Country, channel.Category, channel.Languages, channel.Homepage,
        channel.Terms, channel.Attribution, [.. channel.Urls.Select(url => url.Redacted())], channel.Interval, channel.Membership, channel.Proof,
        channel.Enabled, channel.Levels,
        ChannelHealth.Of(channel, state));
}

internal enum HealthStatus
{
    Disabled,

    /// <summary>Not polled yet.</summary>
    Waiting,
    Ok,

    /// <summary>The last poll failed. No change is known since the last good one.</summary>
    Failing,
}

/// <param name="Failures">Failed polls in a row.</param>
/// <param name="PagesDue">Pages in the index that were not read yet.</param>
/// <param name="PagesFailing">Pages that fail again and again.</param>
/// <param name="EntriesUnreadable">Entries of its lists that cannot be read. The others are.</param>
/// <param name="LevelsUnreadable">Notices whose level can no longer be read. The last known level stays.</param>
/// <param name="PlacesUnreadable">Notices whose place is not known, of a channel that has places.</param>
/// <param name="Troubles">Its current problems. A health event was sent for each.</param>
/// <param name="Remarks">Of the last good poll.</param>
/// <param name="Held">Changes that wait for confirmation by a later poll.</param>
/// <param name="Polls">The last 60 polls, oldest first, a letter each: u unchanged, r read, f failed, h held (a change waits).</param>
/// <param name="MovedTo">Where the publisher's permanent redirects lead.</param>
internal sealed record ChannelHealth(
    HealthStatus Status,
    DateTimeOffset? LastPollAt,
    DateTimeOffset? LastGoodPollAt,
    DateTimeOffset? LastAlertAt,
    DateTimeOffset? NextPollAt,
    int Failures,
    string? LastError,
    int Notices,
    int PagesDue,
    int PagesFailing,
    int EntriesUnreadable,
    int LevelsUnreadable,
    int PlacesUnreadable,
    IReadOnlyList<Uri> MovedTo,
    IReadOnlyList<ChannelProblem> Troubles,
    IReadOnlyList<string> Remarks,
    int Held,
    string Polls)
{
    public static ChannelHealth Of(Channel channel, ChannelState? state) => new(
        StatusOf(channel, state), state?.LastPollAt, state?.LastGoodPollAt, state?.LastAlertAt, state?.NextPollAt, state?.Failures ?? 0,
        state?.LastError, state?.Notices ?? 0, state?.PagesDue ?? 0,
        state?.PagesFailing ?? 0, state?.EntriesUnreadable ?? 0, state?.LevelsUnreadable ?? 0, state?.PlacesUnreadable ?? 0,
        [.. state?.Documents.Values.Select(document => document.MovedTo?.Redacted()).OfType<Uri>() ?? []],
        [.. state?.Health.Troubles.Select(trouble => new ChannelProblem(trouble.Kind, trouble.Since, trouble.Detail, trouble.EventId)) ?? []],
        state?.Remarks ?? [], state?.HeldChanges ?? 0, LettersOf(state));

    public static string LettersOf(ChannelState? state) => string.Concat(PollHistory.Read(state?.Polls).Select(poll => PollHistory.Letter(poll.Outcome)));

    public static HealthStatus StatusOf(Channel channel, ChannelState? state) =>
        !channel.Enabled ? HealthStatus.Disabled
        : state?.LastPollAt is null ? HealthStatus.Waiting
        : state.Failures > 0 ? HealthStatus.Failing
        : HealthStatus.Ok;
}

/// <param name="Event">Id of the health event about it.</param>
internal sealed record ChannelProblem(HealthKind Kind, DateTimeOffset Since, string Detail, string Event);

internal sealed record ChannelList(IReadOnlyList<ChannelResponse> Channels);
