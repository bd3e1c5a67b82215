using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>Compares what a channel publishes with what was sent. Pure: the same observation and states always give the same result.</summary>
internal static class ChangeDetector
{
    private static readonly TimeSpan MinWait = TimeSpan.FromMinutes(10);
    private const int MaxDoublings = 5;
    private const int FewNew = 3;

    public static DetectionResult Detect(Channel channel, IReadOnlyDictionary<string, NoticeState> before, ChannelObservation observation)
    {
        var readBy = ReadingVersion.Of(channel);
        var current = before.Values.All(state => state.MovedTo is null) ? before : before.Where(pair => pair.Value.MovedTo is null).ToDictionary();
        var joined = MessageChains.Joined(current, observation.Notices);
        var moved = NoticeKeyMigration.Of(channel, current, DuplicateNotices.Collapse(joined, observation.At), observation.Listed);
        var known = moved.Known;
        var observedNotices = AsBaselineAfterUpgrade(readBy, known, moved.ObservedNotices);
        var observedKeys = observedNotices.Select(observed => observed.Notice.Key).ToHashSet();
        var listed = observation.Listed?.Union(observedKeys).ToHashSet();
        var older = WindowEdge.Older(channel, known, observedNotices, listed);
        var quality = ObservationQuality.Of(known, observedNotices, observation.At, older);
        var decided = observedNotices
            .Select(observed => (Observed: observed, Before: known.GetValueOrDefault(observed.Notice.Key)))
            .Where(pair => !IsAsBefore(pair.Before, pair.Observed, readBy))
            .Select(pair => Decide(new NoticeEvaluation(channel, pair.Before, pair.Observed, quality, readBy, observation.At)))
            .ToList();
        var missing = MissingNotices.Decide(channel, known, observation with { Listed = listed });
        var absent = MissingNotices.Absent(channel, known, listed, observation.At);

        return new DetectionResult(
            [.. decided.Select(pair => pair.State).Concat(missing.States).Concat(absent).UnionBy(moved.Changed, state => state.Key)],
            [.. decided.Select(pair => pair.Change).OfType<Change>(), .. missing.Changes],
            [.. Remarks(moved), .. quality.Remarks(), .. missing.Remarks])
        {
            Forgotten = MissingNotices.Forgotten(channel, before, listed, observation.At),
            ReturnCount = decided.Count(pair => pair.State.ReasonCode == DecisionReason.VersionShownBefore),
            HasActivity = !quality.MassRedating
                && decided.Any(pair => known.GetValueOrDefault(pair.State.Key)?.ObservedFingerprint != pair.State.ObservedFingerprint),
        };
    }

    /// <summary>When the earliest pending change needs to be observed again.</summary>
    public static DateTimeOffset? NextObservationAt(Channel channel, IEnumerable<NoticeState> states) =>
        states.Select(state => Earlier(state.PendingChange?.NextObservationAt, MissingNotices.NextObservationAt(channel, state)))
            .Where(time => time is not null).Min();

    private static IEnumerable<string> Remarks(NoticeKeyMigration moved)
    {
        if (moved.Moved > 0)
            yield return $"{moved.Moved} notices came back under other ids: taken for the known ones";
        if (moved.Reissued > 0)
            yield return $"the whole list came under new ids twice running: {moved.Reissued} notices with known titles are not sent";
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    // Another version of the relay may have stored the same notices under other keys. Many new notices at the first poll after an upgrade are no news.
    private static IReadOnlyList<ObservedNotice> AsBaselineAfterUpgrade(
        string readBy, IReadOnlyDictionary<string, NoticeState> before, IReadOnlyList<ObservedNotice> observedNotices) =>
        before.Values.Any(state => state.ReadBy is not null)
            && before.Values.All(state => state.ReadBy != readBy)
            && observedNotices.Count(observed => !before.ContainsKey(observed.Notice.Key)) > FewNew
            ? [.. observedNotices.Select(observed => observed with { Baseline = true })]
            : observedNotices;

    private static bool IsAsBefore(NoticeState? before, ObservedNotice observed, string readBy) =>
        before is { LastNotified: not null, PendingChange: null, MissingSince: null, AbsentSince: null, Withdrawn: false }
            && before.ReadBy == readBy
            && before.ObservedFingerprint == NoticeFingerprints.Observed(observed.Notice);

    private static (NoticeState State, Change? Change) Decide(NoticeEvaluation notice)
    {
        var at = notice.At;
        var decision = notice.Decision;
        var state = (notice.Before ?? new NoticeState { Key = notice.Observed.Key, FromBaseline = notice.Baseline }) with
        {
            ObservedFingerprint = NoticeFingerprints.Observed(notice.Observed),
            Names = (notice.Before?.Names ?? []).With(notice.Observed),
            // The stored text of its page was still read by the other version.
            ReadBy = notice is { IsReadAnew: true, Observed: { LevelIsAtLeast: true, Text: null }, LastNotified.Text: not null }
                ? notice.Before!.ReadBy
                : notice.ReadBy,
            PendingChange = null,
            MissingSince = null,
            AbsentSince = null,
            MissingEvidence = null,
            MissingObservations = 0,
            LastObservedAt = at,
            LastEvidence = notice.Evidence,
            // Where only the list was read, nothing is said of the level.
            LevelUnreadableSince = notice.Observed.Level.Native is null ? notice.Before?.LevelUnreadableSince
                : notice.LevelWasLost ? notice.Before?.LevelUnreadableSince ?? at
                : null,
            UnreadableLevel = notice.Observed.Level.Native is null ? notice.Before?.UnreadableLevel
                : notice.LevelWasLost ? notice.Observed.Level.Native
                : null,
            Reason = decision.Reason.Text(decision.Detail),
            ReasonCode = decision.Reason,
            DecidedAt = at,
        };
        return Apply(notice, state);
    }

    private static (NoticeState State, Change? Change) Apply(NoticeEvaluation notice, NoticeState state) => notice.Decision switch
    {
        NoticeDecision.Hold hold => (state with { PendingChange = Hold(hold, notice) }, null),
        NoticeDecision.Record => (Known(state with { Revision = Math.Max(1, state.Revision) }, notice), null),
        NoticeDecision.Send send => Change.Of(send.Kind, notice.Channel, notice.LastNotified, notice.Notice, notice.Evidence, Known(state, notice), send.Marks),
        _ => (state with { NewestDate = Newest(notice) }, null),
    };

    private static NoticeState Known(NoticeState state, NoticeEvaluation notice) => state with
    {
        LastNotified = notice.Notice,
        LastNotifiedAt = notice.At,
        Withdrawn = notice.Notice.Withdrawn,
        FromBaseline = false,
        NewestDate = Newest(notice),
        Memory = (notice.LastNotified is { } previous ? state.Memory.With(previous, notice.At) : state.Memory).With(notice.Notice, notice.At),
    };

    private static DateTimeOffset? Newest(NoticeEvaluation notice) =>
        notice.Date is { } date && (notice.Before?.NewestDate is not { } newest || date > newest) ? date : notice.Before?.NewestDate;

    private static PendingChange Hold(NoticeDecision.Hold hold, NoticeEvaluation notice)
    {
        var continues = notice.Before?.PendingChange is { } pending
            && (notice.PendingFor is not null || (pending.Notice.ImplausibleReason is not null && notice.Observed.ImplausibleReason is not null));
        var since = continues ? notice.Before!.PendingChange!.Since : notice.At;
        var observations = continues ? notice.Before!.PendingChange!.Observations + 1 : 1;
        var planned = since + hold.ConfirmAfter;
        var later = notice.At + MinWait * (1 << Math.Min(observations - 1, MaxDoublings));
        var next = planned > notice.At ? planned : later;
        return new PendingChange(notice.Observed, notice.Evidence, hold.Reason.Text(hold.Detail), since, observations, next) { ReasonCode = hold.Reason };
    }
}

/// <summary>What one poll found.</summary>
/// <param name="States">The states that changed.</param>
/// <param name="Remarks">Messages for the operator of the channel.</param>
public sealed record DetectionResult(IReadOnlyList<NoticeState> States, IReadOnlyList<Change> Changes, IReadOnlyList<string> Remarks)
{
    public static readonly DetectionResult Nothing = new([], [], []);

    /// <summary>The number of notices that returned to an earlier version.</summary>
    public int ReturnCount { get; init; }

    /// <summary>The keys of notices that left the window so long ago that nothing about them is remembered.</summary>
    public IReadOnlyList<string> Forgotten { get; init; } = [];

    /// <summary>Whether anything changed, sent or not: the publisher is active.</summary>
    public bool HasActivity { get; init; }

    /// <summary>What cannot be read in the channel; null if the poll read no notices.</summary>
    public ReadingGaps? Gaps { get; init; }

    /// <summary>The number of pages of an index that the poll requested.</summary>
    public int PagesRead { get; init; }

    /// <summary>The message about a page that redirects permanently to a host that is not in the channel file; null for none.</summary>
    public string? PageMoved { get; init; }
}

/// <summary>A change to send.</summary>
/// <param name="Before">The notice as it was last sent; null if it is new.</param>
/// <param name="State">The notice's state after this change.</param>
/// <param name="Earlier">Ids of the notice's earlier alerts.</param>
public sealed record Change(
    ChangeKind Kind, Notice? Before, Notice After, Evidence Evidence, NoticeState State, IReadOnlyList<string> Earlier, IReadOnlyList<string> Marks)
{
    private const int MaxReferences = 20;

    /// <summary>Makes the change the notice's next revision.</summary>
    public static (NoticeState State, Change? Change) Of(
        ChangeKind kind, Channel channel, Notice? before, Notice after, Evidence evidence, NoticeState state, IReadOnlyList<string> marks)
    {
        var revision = state.Revision + 1;
        var notified = state with
        {
            Revision = revision,
            Alerts = [.. state.Alerts.TakeLast(MaxReferences - 1), AlertId.Of(channel.Id, state.Key, revision)],
        };
        return (notified, new Change(kind, before, after, evidence, notified, state.Alerts, marks));
    }
}
