using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// One notice as the rules compare it: the last version that was sent, the observed version, the quality of the whole observation, and the decision.
/// </summary>
internal sealed class NoticeEvaluation
{
    // A publisher that alternates between two versions returns to each within hours.
    private static readonly TimeSpan MinAbsence = TimeSpan.FromDays(1);

    public NoticeEvaluation(Channel channel, NoticeState? before, ObservedNotice observed, ObservationQuality quality, string readBy, DateTimeOffset at)
    {
        Channel = channel;
        ReadBy = readBy;
        Before = before;
        Quality = quality;
        At = at;
        Baseline = observed.Baseline || before is { FromBaseline: true };
        Observed = observed.Notice;
        Evidence = observed.Evidence;
        Notice = Merge(before?.LastNotified, observed.Notice);
        IsRedated = quality.WasRedated(observed.Notice, before);
        Date = IsRedated ? null : NoticeDates.Believable(observed.Notice.UpdatedAt, at);
    }

    public Channel Channel { get; }

    public NoticeState? Before { get; }

    public Notice? LastNotified => Before?.LastNotified;

    /// <summary>As the publisher states it.</summary>
    public Notice Observed { get; }

    public Evidence Evidence { get; }

    /// <summary>As observed. Parts that were not read this time come from the known version.</summary>
    public Notice Notice { get; }

    public ObservationQuality Quality { get; }

    public DateTimeOffset At { get; }

    public bool Baseline { get; }

    public NoticeDecision Decision => field ??= NoticeRules.Decide(this);

    /// <summary>The version of the relay's parsing.</summary>
    public string ReadBy { get; }

    /// <summary>The known version was parsed by another version of the relay.</summary>
    public bool IsReadAnew => Before is { ReadBy: { } before } && before != ReadBy;

    /// <summary>It has exactly the facts of the last alert. If its level differs, only the parsing has changed.</summary>
    public bool RepeatsLastNotifiedFacts =>
        Observed.SignificantFacts is { Count: > 0 } && LastNotified?.SignificantFacts is not null && NewFacts.Count == 0 && !IsEarlierVersion;

    /// <summary>Its date changed to today together with those of most others.</summary>
    public bool IsRedated { get; }

    /// <summary>The publisher's date; null if it is implausible.</summary>
    public DateTimeOffset? Date { get; }

    public bool LevelWasLost => LastNotified is { Level.IsKnown: true } && !Observed.Level.IsKnown;

    /// <summary>The change of the level: above zero for more severe.</summary>
    public int Direction => LastNotified is null ? 0 : Notice.Level.CompareTo(LastNotified.Level);

    /// <summary>Below zero for a version older than the known one; null if unknown.</summary>
    public int? Age => NoticeDates.Compare(Date, Before?.NewestDate, Channel.Rules.DatesAreDays);

    /// <summary>The last alert has no later date. If the known date is newer, it belongs to the same version under another date.</summary>
    public bool IsNoOlderThanLastNotified => NoticeDates.Compare(Date, NoticeDates.Believable(LastNotified?.UpdatedAt, At), Channel.Rules.DatesAreDays) >= 0;

    /// <summary>Known only from the first index so far, which had an older date for it.</summary>
    public bool MovedSinceIndexed => Before is { LastNotified: null, FromBaseline: true } && Age > 0;

    public IReadOnlyList<PastFingerprint> Memory => Before?.Memory ?? [];

    public IReadOnlyList<string> NewFacts => Memory.NewIn(Notice);

    /// <summary>It differs from the last alert, but all its facts were observed before.</summary>
    public bool IsEarlierVersion =>
        NewFacts.Count == 0
            && LastNotified is { SignificantFacts: { } lastNotified }
            && !lastNotified.Select(NoticeFingerprints.OfSignificantFact)
                .ToHashSet()
                .SetEquals((Notice.SignificantFacts ?? []).Select(NoticeFingerprints.OfSignificantFact));

    public bool LevelWasObservedBefore => Memory.Knows(NoticeFingerprints.Of(Notice.Level));

    /// <summary>Whether this level was observed with these facts before.</summary>
    public bool WasObservedBefore => Memory.Knows(NoticeFingerprints.OfVersion(Notice));

    /// <summary>Earlier facts return after an absence, with a newer date of the publisher, so it is no stale copy.</summary>
    public bool ReturnsWithNewerDate =>
        Age > 0 && !Quality.MassRedating && NewFacts.Count == 0 && LastNotified?.SignificantFacts is { } lastNotified
            && Memory.LastObserved((Notice.SignificantFacts ?? []).Select(NoticeFingerprints.OfSignificantFact)
                .Except(lastNotified.Select(NoticeFingerprints.OfSignificantFact))) is { } lastObservedAt
                && At - lastObservedAt >= MinAbsence;

    /// <summary>An old item that entered the window because others left it.</summary>
    public bool IsOlderThanWindow => Quality.Older.Contains(Observed.Key);

    /// <summary>How long this change, or a smaller one in the same direction, has been pending; null for the first observation.</summary>
    public TimeSpan? PendingFor =>
        Before?.PendingChange is { } pending
        && (LastNotified is not null ? IsSameChange(pending.Notice) : pending.ReasonCode == DecisionReason.ImplausiblyManyNew)
            ? At - pending.Since
            : null;

    private bool IsSameChange(Notice pending) =>
        pending.ImplausibleReason is null
        && pending.Withdrawn == Notice.Withdrawn
        && Math.Sign(pending.Level.CompareTo(LastNotified!.Level)) == Math.Sign(Direction)
        && Math.Sign(Notice.Level.CompareTo(pending.Level)) != (Direction == 0 ? 2 : Math.Sign(Direction));

    // An unreadable level never counts as lowered: the last known level stays until another one can be read.
    private static Notice Merge(Notice? lastNotified, Notice observed) => observed with
    {
        Level = lastNotified is { Level.IsKnown: true } && (!observed.Level.IsKnown || MeetsMinimumLevel(observed, lastNotified))
            ? lastNotified.Level
            : observed.Level,
        Text = observed.Text ?? lastNotified?.Text,
        SignificantFacts = observed.SignificantFacts ?? lastNotified?.SignificantFacts,
        Summary = observed.Summary.Length == 0 ? lastNotified?.Summary ?? "" : observed.Summary,
        Translations = observed.Translations.Count == 0
            ? lastNotified?.Translations ?? []
            : [.. observed.Translations.Select(translation => Merge(lastNotified, translation))],
    };

    // The level of the text that was read is at least the level of the list.
    private static bool MeetsMinimumLevel(Notice observed, Notice lastNotified) =>
        observed.LevelIsAtLeast && lastNotified.Text is not null && lastNotified.Level.CompareTo(observed.Level) >= 0;

    private static Translation Merge(Notice? lastNotified, Translation observed) =>
        observed.Text.Length == 0 && lastNotified?.Translations.FirstOrDefault(known => known.Language == observed.Language) is { } knownTranslation
            ? observed with { Text = knownTranslation.Text }
            : observed;
}

/// <summary>Decides which of a publisher's dates are plausible.</summary>
internal static class NoticeDates
{
    // A day covers every time zone. One feed had a date four years ahead, which would block all later updates of that country.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    public static DateTimeOffset? Believable(DateTimeOffset? date, DateTimeOffset at) => date > at + MaxAhead ? null : date;

    /// <summary>Below zero if <paramref name="date"/> is the older one; null if either is missing.</summary>
    public static int? Compare(DateTimeOffset? date, DateTimeOffset? other, bool byDay) =>
        date is not { } first || other is not { } second ? null
        : byDay ? first.UtcDateTime.Date.CompareTo(second.UtcDateTime.Date)
        : first.CompareTo(second);
}
