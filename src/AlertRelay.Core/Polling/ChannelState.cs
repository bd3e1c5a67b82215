using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Fetching;

namespace AlertRelay.Polling;

/// <summary>The channel's own row: schedule, validators, health.</summary>
public sealed record ChannelState
{
    public required string Channel { get; init; }

    /// <summary>By URL.</summary>
    public IReadOnlyDictionary<string, DocumentState> Documents { get; init; } = new Dictionary<string, DocumentState>();

    public DateTimeOffset? NextPollAt { get; init; }

    public DateTimeOffset? LastPollAt { get; init; }

    /// <summary>The last poll that read every document, or found it unchanged.</summary>
    public DateTimeOffset? LastGoodPollAt { get; init; }

    public DateTimeOffset? LastAlertAt { get; init; }

    /// <summary>Failed polls in a row.</summary>
    public int Failures { get; init; }

    public string? LastError { get; init; }

    /// <summary>Pages that the index names and that were not read yet.</summary>
    public int PagesDue { get; init; }

    /// <summary>Pages that could not be read several times in a row.</summary>
    public int PagesFailing { get; init; }

    /// <summary>Entries of its lists that could not be read by themselves; their notices stand as they were.</summary>
    public int EntriesUnreadable { get; init; }

    /// <summary>Notices whose stated level cannot be read.</summary>
    public int LevelsUnreadable { get; init; }

    /// <summary>Notices whose place cannot be read, of a channel that has places.</summary>
    public int PlacesUnreadable { get; init; }

    /// <summary>When pages that the index names and that were not read yet should be read; null when all are.</summary>
    public DateTimeOffset? PagesAt { get; init; }

    /// <summary>What an operator should know of the last poll, in plain words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Notices known.</summary>
    public int Notices { get; init; }

    /// <summary>The earliest second look that a held change asks for.</summary>
    public DateTimeOffset? LookAt { get; init; }

    public HealthState Health { get; init; } = HealthState.Good;

    /// <summary>The publisher is not asked before this, whatever the hurry: its floor, its Retry-After, the backoff of failures.</summary>
    public DateTimeOffset? SoonestAt { get; init; }

    /// <summary>The last rises that it told of.</summary>
    public RaisePropagation? Surge { get; init; }

    /// <summary>
    /// The version of the relay's reading that its notices were read with; see <see cref="ReadingVersion"/>. Null: before versions were noted.
    /// </summary>
    public string? ReadBy { get; init; }

    /// <summary>Grows with each commit; the store refuses a commit made from an older one.</summary>
    public int Version { get; init; }

    /// <summary>False when another version of the relay read it last: what differs then may be the relay's own doing.</summary>
    public bool IsReadBy(Channel channel) => ReadBy is null || ReadBy == ReadingVersion.Of(channel);
}

/// <param name="BaselineAt">When it was first read well; null before.</param>
/// <param name="Entries">How many it listed when last read.</param>
/// <param name="MovedTo">Where permanent redirects lead, for the operator.</param>
/// <param name="Timeline">Of the posts of an account; null for all other documents.</param>
/// <param name="WholeAt">When its body came last, changed or not; null in states of version 0.1.</param>
/// <param name="Unread">How many of its entries could not be read by themselves.</param>
/// <param name="Placed">How many of its entries named a place that could be read.</param>
public sealed record DocumentState(
    CacheValidators Validators, DateTimeOffset? BaselineAt = null, int Entries = 0, DateTimeOffset? ReadAt = null, Uri? MovedTo = null,
    TimelineState? Timeline = null, DateTimeOffset? WholeAt = null, int Unread = 0, int Placed = 0);

/// <summary>State of the channels, with the alerts that tell of its changes.</summary>
public interface IChannelStore
{
    Task<ChannelState?> Find(string channel, CancellationToken cancellationToken);

    Task<IReadOnlyList<ChannelState>> All(CancellationToken cancellationToken);

    /// <summary>Every notice known of a channel, by key. Costs as many rows as the channel has notices.</summary>
    Task<IReadOnlyDictionary<string, NoticeState>> Notices(string channel, CancellationToken cancellationToken);

    /// <summary>
    /// Writes notices, alerts (into the outbox), the versions that are past and the channel's row. No notice's state is ever stored without its alert.
    /// The channel's row
    /// comes last where one transaction cannot hold all.
    /// </summary>
    /// <returns>False, with nothing written, when the stored row's version is not one below the given one: another poll was first.</returns>
    Task<bool> Commit(
        ChannelState state,
        IReadOnlyList<NoticeState> notices,
        IReadOnlyList<Alert> alerts,
        IReadOnlyList<NoticeVersion> past,
        CancellationToken cancellationToken);

    Task<NoticeState?> FindNotice(string channel, string key, CancellationToken cancellationToken);

    /// <summary>The past version of a notice that was known at a time; null when that was the present one, or none.</summary>
    Task<NoticeVersion?> VersionAt(string channel, string key, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Forgets versions that were replaced before then. Reads the channels' past as a whole: for once a day.</summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> ForgetVersions(DateTimeOffset replacedBefore, CancellationToken cancellationToken);

    /// <summary>Alerts that were committed and not yet published, in the order of their commit.</summary>
    Task<IReadOnlyList<Alert>> Outbox(int limit, CancellationToken cancellationToken);

    Task ClearOutbox(Alert alert, CancellationToken cancellationToken);
}
