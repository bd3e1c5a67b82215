using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>A channel's health, stored in its row.</summary>
public sealed record HealthState
{
    public static readonly HealthState Healthy = new();

    /// <summary>The ongoing problems.</summary>
    public IReadOnlyList<OngoingProblem> Troubles { get; init; } = [];

    /// <summary>The times of the last few dozen changes, oldest first and hours apart. <see cref="ActivityPattern"/> learns from them.</summary>
    public IReadOnlyList<DateTimeOffset> Activity { get; init; } = [];

    /// <summary>When a notice last returned to an earlier version.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }

    /// <summary>The number of events so far.</summary>
    public int Events { get; init; }
}

/// <param name="EventId">The id of its event.</param>
/// <param name="SeenAt">When it was last observed.</param>
public sealed record OngoingProblem(HealthKind Kind, DateTimeOffset Since, string Detail, string EventId, DateTimeOffset SeenAt);

/// <summary>What one poll observed about the channel's health.</summary>
/// <param name="Failures">Consecutive failed polls, with this one; 0 after a success.</param>
/// <param name="Error">Why this poll failed.</param>
/// <param name="IsShape">It failed because of the document's content, not because of the network.</param>
/// <param name="ClockOff">The difference between the clocks of the publisher and the relay; null if unknown.</param>
/// <param name="Took">The duration of the poll.</param>
internal sealed record HealthObservations(
    DateTimeOffset At, int Failures, string? Error, bool IsShape, DetectionResult Findings, int Notices, TimeSpan? ClockOff, TimeSpan Took)
{
    /// <summary>How far the relay's clock went back since the last poll; null if it did not.</summary>
    public TimeSpan? SetBack { get; init; }

    /// <summary>The number of single entries that could not be parsed.</summary>
    public int EntriesUnreadable { get; init; }

    /// <summary>The error of one of them; null if this poll read no list.</summary>
    public string? EntryFault { get; init; }

    /// <summary>The message about a permanent redirect to a host that is not in the channel file; null for none.</summary>
    public string? Moved { get; init; }

    /// <summary>The message about a list that was rejected because most notices have lost their places; null for none.</summary>
    public string? PlacesLost { get; init; }
}

/// <summary>A channel health event.</summary>
/// <param name="Number">The channel's own count, from 1.</param>
/// <param name="Ends">Id of the event that this one ends.</param>
internal sealed record HealthEvent(HealthKind Kind, int Number, string Detail, string? Ends)
{
    // No notice's key begins with a colon.
    private const string Key = ":health";

    public static string IdOf(Channel channel, int number) => AlertId.Of(channel.Id, Key, number);

    public static string Words(HealthKind kind) => kind switch
    {
        HealthKind.Failing => "not being read",
        HealthKind.ShapeChanged => "another shape than before",
        HealthKind.Silent => "silence",
        HealthKind.TwoVersions => "two versions in turn",
        HealthKind.MassChange => "too much changed at once",
        HealthKind.Clock => "a clock that is off",
        HealthKind.Slow => "slow reading",
        HealthKind.PagesFailing => "pages that cannot be read",
        HealthKind.EntriesUnreadable => "entries that cannot be read",
        HealthKind.LevelsUnreadable => "levels that cannot be read",
        HealthKind.PlacesUnreadable => "places that cannot be read",
        HealthKind.Moved => "moved to another host",
        HealthKind.Recovered => "recovered",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of health without words."),
    };

    /// <param name="evidence">The last document that was read, or the URL that could not be read.</param>
    public Alert ToAlert(Channel channel, Evidence evidence, DateTimeOffset at) => new()
    {
        Id = IdOf(channel, Number),
        Channel = channel.Id,
        Authority = channel.Authority,
        Key = Key,
        Revision = Number,
        Change = Ends is null ? ChangeKind.Issued : ChangeKind.Withdrawn,
        Health = Kind,
        MessageType = Ends is null ? MessageType.Alert : MessageType.Cancel,
        References = Ends is null ? [] : [Ends],
        Category = channel.Category,
        Title = $"{channel.Name}: {Words(Kind)}",
        Headline = $"{channel.Id}: {Words(Kind)}: {Detail}",
        Summary = Detail,
        Level = Level.None,
        Language = "en",
        DetectedAt = at,
        Link = channel.Homepage,
        Evidence = evidence,
    };
}

/// <summary>Learns how often a channel publishes, so that nobody needs to configure a maximum silence.</summary>
internal static class ActivityPattern
{
    // Changes within some hours count as one. Otherwise an emergency would teach the relay to expect news every five minutes.
    private static readonly TimeSpan Burst = TimeSpan.FromHours(6);

    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private const int MaxEntries = 40, MinEntries = 8;

    private const double SilenceFactor = 2;

    public static IReadOnlyList<DateTimeOffset> With(IReadOnlyList<DateTimeOffset> activity, DateTimeOffset at) =>
        activity.Count > 0 && at - activity[^1] < Burst ? activity : [.. activity.TakeLast(MaxEntries - 1), at];

    /// <returns>The silence that is a problem: twice the longest so far, plus a day; null while there is too little data.</returns>
    public static TimeSpan? MaxSilence(IReadOnlyList<DateTimeOffset> activity) =>
        activity.Count < MinEntries ? null : activity.Zip(activity.Skip(1), (previous, next) => next - previous).Max() * SilenceFactor + Grace;
}

/// <summary>What the relay cannot read in a channel, counted over the notices in force.</summary>
/// <param name="Notices">The number of notices in force.</param>
/// <param name="Levels">Notices whose level can no longer be read.</param>
/// <param name="Places">Notices without a known place; 0 for channels without places.</param>
/// <param name="Pages">Notices whose page keeps failing.</param>
/// <param name="PagesFailSince">Since when every requested page has failed; null if one was read in the meantime.</param>
public sealed record ReadingGaps(int Notices, int Levels, int Places, int Pages, DateTimeOffset? PagesFailSince)
{
    // When a publisher introduces a new term for a level, the latest alerts contain it first.
    private const int Latest = 5;
    private const int MinUnreadableOfLatest = 3;
    private const int MinBefore = 10;
    private const double MaxShareBefore = 0.25;

    public static ReadingGaps Of(Channel channel, IReadOnlyCollection<NoticeState> states, DateTimeOffset at)
    {
        var inForce = states.Where(state => state is { Withdrawn: false, MissingSince: null }).ToList();
        return new ReadingGaps(
            inForce.Count,
            inForce.Count(state => state is { LastNotified.Level.IsKnown: true }
                and ({ LevelUnreadableSince: not null } or { ReasonCode: DecisionReason.LevelUnreadable })) + NewLevels(inForce),
            channel.HasPlaces ? inForce.Count(state => state.LastNotified is { Areas.Count: 0 }) : 0,
            inForce.Count(state => state.Page?.IsFailing(at) is true),
            PagesFailingSince(inForce));
    }

    private static int NewLevels(List<NoticeState> inForce)
    {
        var known = inForce.Where(state => state.LastNotified is not null).ToList();
        var latest = known.Where(state => state.Alerts.Count > 0).OrderByDescending(state => state.LastNotifiedAt).Take(Latest).ToList();
        var before = known.Except(latest).ToList();
        var unreadable = latest.Count(IsUnreadable);
        return unreadable >= MinUnreadableOfLatest && before.Count >= MinBefore && before.Count(IsUnreadable) < MaxShareBefore * before.Count ? unreadable : 0;
    }

    private static bool IsUnreadable(NoticeState state) => state.LastNotified!.Level is { IsKnown: false, Native: not null };

    private static DateTimeOffset? PagesFailingSince(List<NoticeState> inForce)
    {
        var first = inForce.Min(state => state.Page is { Failures: > 0 } page ? page.FailingSince : null);
        return inForce.Exists(state => state.Page?.ReadAt >= first) ? null : first;
    }
}
