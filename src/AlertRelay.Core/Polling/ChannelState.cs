using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Clusters;
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

    /// <summary>The last poll without a failed document.</summary>
    public DateTimeOffset? LastGoodPollAt { get; init; }

    public DateTimeOffset? LastAlertAt { get; init; }

    /// <summary>Consecutive failed polls.</summary>
    public int Failures { get; init; }

    public string? LastError { get; init; }

    /// <summary>The number of pages in the index that have not been read yet.</summary>
    public int PagesDue { get; init; }

    /// <summary>The number of notices of which nothing is known yet, because their pages were never read.</summary>
    public int PagesUnread { get; init; }

    /// <summary>The number of pages that failed several times in a row.</summary>
    public int PagesFailing { get; init; }

    /// <summary>The number of single entries that could not be parsed. Their notices keep their state.</summary>
    public int EntriesUnreadable { get; init; }

    /// <summary>The number of notices whose level cannot be read.</summary>
    public int LevelsUnreadable { get; init; }

    /// <summary>The number of notices whose place cannot be read, in a channel with places.</summary>
    public int PlacesUnreadable { get; init; }

    /// <summary>When the next page is due; null if none is.</summary>
    public DateTimeOffset? PagesAt { get; init; }

    /// <summary>Messages of the last poll for the operator.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The number of known notices.</summary>
    public int Notices { get; init; }

    /// <summary>When the earliest pending change needs a second look.</summary>
    [JsonPropertyName("lookAt")]
    public DateTimeOffset? NextObservationAt { get; init; }

    public HealthState Health { get; init; } = HealthState.Healthy;

    /// <summary>No request before this time, because of the minimum interval, Retry-After or the backoff after failures.</summary>
    public DateTimeOffset? SoonestAt { get; init; }

    /// <summary>
    /// No request before this time, even when a person asks for one: the minimum interval and Retry-After, without the backoff. Null in states of earlier
    /// versions.
    /// </summary>
    public DateTimeOffset? EarliestAt { get; init; }

    /// <summary>The number of changes that wait for confirmation by a later poll.</summary>
    public int HeldChanges { get; init; }

    /// <summary>The last polls; see <see cref="PollHistory"/>. Null before the first.</summary>
    public string? Polls { get; init; }

    /// <summary>The last raised levels of this channel.</summary>
    [JsonPropertyName("surge")]
    public RaisePropagation? RaisedElsewhere { get; init; }

    /// <summary>
    /// The version of the relay's parsing of its notices; see <see cref="ReadingVersion"/>. Null in states from before versions were stored.
    /// </summary>
    public string? ReadBy { get; init; }

    /// <summary>The <see cref="LevelPeriods.Version"/> by which the levels of all its notices are stored; 0: not yet.</summary>
    public int LevelsVersion { get; init; }

    /// <summary>Null before and after their past levels are stored.</summary>
    public LevelProgress? LevelProgress { get; init; }

    /// <summary>The times when it was not read for three of its intervals, newest last: the last hundred.</summary>
    public IReadOnlyList<PollGap> Gaps { get; init; } = [];

    /// <summary>Only in the row of <see cref="Cluster.ChannelId"/>: how far the alerts are followed, and which clusters are open.</summary>
    public ClusterState? Clusters { get; init; }

    /// <summary>Increases with each commit. The store rejects a commit that is based on an older version.</summary>
    public int Version { get; init; }

    /// <summary>False if another version of the relay read it last. Differences may then come from the relay itself.</summary>
    public bool IsReadBy(Channel channel) => ReadBy is null || ReadBy == ReadingVersion.Of(channel);
}

/// <param name="From">The last good poll before.</param>
/// <param name="Until">The first good poll after.</param>
public sealed record PollGap(DateTimeOffset From, DateTimeOffset Until)
{
    private const int StaleAfterIntervals = 3;

    /// <summary>What was read longer ago is stale.</summary>
    public static TimeSpan MaxAge(Channel channel) => channel.Interval * StaleAfterIntervals;
}

/// <param name="BaselineAt">When it was first read successfully; null before.</param>
/// <param name="Entries">The number of entries when it was last read.</param>
/// <param name="MovedTo">The target of permanent redirects, for the operator.</param>
/// <param name="Timeline">For the posts of an account; otherwise null.</param>
/// <param name="WholeAt">When its body was last received, changed or not; null in states of version 0.1.</param>
/// <param name="Unread">The number of entries that could not be parsed.</param>
/// <param name="Placed">The number of entries with a known place.</param>
public sealed record DocumentState(
    CacheValidators Validators, DateTimeOffset? BaselineAt = null, int Entries = 0, DateTimeOffset? ReadAt = null, Uri? MovedTo = null,
    TimelineState? Timeline = null, DateTimeOffset? WholeAt = null, int Unread = 0, int Placed = 0);

/// <summary>Stores the state of the channels, together with the alerts of its changes.</summary>
public interface IChannelStore
{
    Task<ChannelState?> Find(string channel, CancellationToken cancellationToken);

    /// <summary>Without those whose row is damaged: their polls fail and say so.</summary>
    Task<IReadOnlyList<ChannelState>> All(CancellationToken cancellationToken);

    /// <summary>All known notices of a channel, by key. Reads one row per notice.</summary>
    Task<IReadOnlyDictionary<string, NoticeState>> Notices(string channel, CancellationToken cancellationToken);

    /// <summary>
    /// Writes notices, alerts (into the outbox), past versions, levels and the channel's row. A notice's state is never stored without its alert. If one
    /// transaction is too small, the channel's row comes last.
    /// </summary>
    /// <returns>False, with nothing written, if the stored version is not one below the given one, because another poll was faster.</returns>
    Task<bool> Commit(PollCommit commit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes notices that the channel does not need any more, and ends what they state. Their past versions and ended periods stay until they are
    /// deleted by age.
    /// </summary>
    /// <param name="at">When the periods end.</param>
    Task ForgetNotices(string channel, IReadOnlyCollection<string> keys, DateTimeOffset at, CancellationToken cancellationToken);

    Task<NoticeState?> FindNotice(string channel, string key, CancellationToken cancellationToken);

    /// <summary>The past version of a notice at a given time; null if that is the current version, or none.</summary>
    Task<NoticeVersion?> VersionAt(string channel, string key, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>What the notices of a channel state at present, about one country or (null) about all.</summary>
    Task<IReadOnlyList<LevelPeriod>> Levels(string channel, string? country, CancellationToken cancellationToken);

    /// <summary>The ended periods of a channel that lasted beyond <paramref name="endedAfter"/>, about one country or (null) about all.</summary>
    Task<IReadOnlyList<LevelPeriod>> PastLevels(string channel, string? country, DateTimeOffset endedAfter, CancellationToken cancellationToken);

    /// <summary>Deletes versions, and periods of levels, that ended before then. Reads all past versions, so it is for once a day.</summary>
    /// <returns>How many were deleted.</returns>
    Task<int> ForgetVersions(DateTimeOffset replacedBefore, CancellationToken cancellationToken);

    /// <summary>Committed alerts of some channels that are not yet published, oldest first. Damaged rows are left out.</summary>
    /// <param name="isWanted">Whether to look at a channel.</param>
    Task<IReadOnlyList<Alert>> Outbox(Func<string, bool> isWanted, int limit, CancellationToken cancellationToken);

    Task ClearOutbox(Alert alert, CancellationToken cancellationToken);
}

/// <summary>The progress in reading the posts of an account.</summary>
/// <param name="Account">The account's id; null until it is looked up.</param>
/// <param name="Newest">The newest known post. The next poll requests newer ones.</param>
/// <param name="Day">The UTC day that <paramref name="Read"/> counts.</param>
/// <param name="Read">The number of posts read on that day, each of which may have cost money.</param>
public sealed record TimelineState(string? Account = null, string? Newest = null, DateOnly? Day = null, int Read = 0)
{
    public static readonly TimelineState Unknown = new();

    public int ReadOn(DateTimeOffset time) => Day == DayOf(time) ? Read : 0;

    public TimelineState After(string? newest, int posts, DateTimeOffset time) =>
        this with { Newest = newest ?? Newest, Day = DayOf(time), Read = ReadOn(time) + posts };

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
