using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>One notice before the rules: what was told, what is shown now, and what the rest of the look makes of it.</summary>
internal sealed class NoticeEvaluation
{
    // Two versions that are served in turn return within hours.
    private static readonly TimeSpan AwayAtLeast = TimeSpan.FromDays(1);

    public NoticeEvaluation(Channel channel, NoticeState? before, ObservedNotice sighting, ObservationQuality quality, string readBy, DateTimeOffset at)
    {
        Channel = channel;
        ReadBy = readBy;
        Before = before;
        Quality = quality;
        At = at;
        Baseline = sighting.Baseline || before is { FromBaseline: true };
        Observed = sighting.Notice;
        Notice = Carried(before?.LastNotified, sighting.Notice);
        IsRedated = quality.Redated(sighting.Notice, before);
        Date = IsRedated ? null : NoticeDates.Believable(sighting.Notice.UpdatedAt, at);
    }

    public Channel Channel { get; }

    public NoticeState? Before { get; }

    public Notice? LastNotified => Before?.LastNotified;

    /// <summary>As the publisher shows it.</summary>
    public Notice Observed { get; }

    /// <summary>As shown, with what was not read this time, or could not be, taken from what is known.</summary>
    public Notice Notice { get; }

    public ObservationQuality Quality { get; }

    public DateTimeOffset At { get; }

    public bool Baseline { get; }

    /// <summary>How this program reads the channel.</summary>
    public string ReadBy { get; }

    /// <summary>It was known as another version of the relay read it.</summary>
    public bool IsReadAnew => Before is { ReadBy: { } before } && before != ReadBy;

    /// <summary>It says word for word what was told: a level that differs is read differently, not stated differently.</summary>
    public bool SaysWhatWasTold =>
        Observed.SignificantFacts is { Count: > 0 } && LastNotified?.SignificantFacts is not null && NewFacts.Count == 0 && !IsEarlierVersion;

    /// <summary>Its date was moved to today with those of most others.</summary>
    public bool IsRedated { get; }

    /// <summary>The publisher's date as far as it can be believed.</summary>
    public DateTimeOffset? Date { get; }

    public bool LevelWasLost => LastNotified is { Level.IsKnown: true } && !Observed.Level.IsKnown;

    /// <summary>Of the level: above zero for graver.</summary>
    public int Direction => LastNotified is null ? 0 : Notice.Level.CompareTo(LastNotified.Level);

    /// <summary>Below zero: an older version than the one known; null: nobody can say.</summary>
    public int? Age => NoticeDates.Compare(Date, Before?.NewestDate, Channel.Rules.DatesAreDays);

    /// <summary>The version told bears no later date: if anything is newer than this one, it is that version under another date.</summary>
    public bool IsNoOlderThanLastNotified => NoticeDates.Compare(Date, NoticeDates.Believable(LastNotified?.UpdatedAt, At), Channel.Rules.DatesAreDays) >= 0;

    /// <summary>Until now known by the first index only, which named an older date than it bears.</summary>
    public bool MovedSinceIndexed => Before is { LastNotified: null, FromBaseline: true } && Age > 0;

    public IReadOnlyList<ShownFingerprint> Memory => Before?.Memory ?? [];

    public IReadOnlyList<string> NewFacts => Memory.NewIn(Notice);

    /// <summary>It shows facts other than those told, and all of them were shown before.</summary>
    public bool IsEarlierVersion =>
        NewFacts.Count == 0
            && LastNotified is { SignificantFacts: { } told }
            && !told.Select(NoticeFingerprints.OfSignificantFact)
                .ToHashSet()
                .SetEquals((Notice.SignificantFacts ?? []).Select(NoticeFingerprints.OfSignificantFact));

    public bool LevelWasObservedBefore => Memory.Knows(NoticeFingerprints.Of(Notice.Level));

    /// <summary>This level with these facts.</summary>
    public bool WasObservedBefore => Memory.Knows(NoticeFingerprints.OfVersion(Notice));

    /// <summary>Facts that were shown before, and then were not, come again under a newer date of the publisher's: no stale copy.</summary>
    public bool ReturnsWithNewerDate =>
        Age > 0 && !Quality.MassRedating && NewFacts.Count == 0 && LastNotified?.SignificantFacts is { } told
            && Memory.LastShown((Notice.SignificantFacts ?? []).Select(NoticeFingerprints.OfSignificantFact)
                .Except(told.Select(NoticeFingerprints.OfSignificantFact))) is { } shown
            && At - shown >= AwayAtLeast;

    /// <summary>It slid into the window.</summary>
    public bool IsOlderThanWindow => Quality.Older.Contains(Observed.Key);

    /// <summary>How long this change, or a smaller one in the same direction, or a new notice, has been held; null on its first look.</summary>
    public TimeSpan? PendingFor =>
        Before?.PendingChange is { } held
        && (LastNotified is not null ? IsSameChange(held.Notice) : held.ReasonCode == DecisionReason.ImplausiblyManyNew)
            ? At - held.Since
            : null;

    private bool IsSameChange(Notice held) =>
        held.ImplausibleReason is null
        && held.Withdrawn == Notice.Withdrawn
        && Math.Sign(held.Level.CompareTo(LastNotified!.Level)) == Math.Sign(Direction)
        && Math.Sign(Notice.Level.CompareTo(held.Level)) != (Direction == 0 ? 2 : Math.Sign(Direction));

    // Unknown never counts as a drop: the last known level stands until another one can be read.
    private static Notice Carried(Notice? told, Notice shown) => shown with
    {
        Level = told is { Level.IsKnown: true } && (!shown.Level.IsKnown || IsAtLeastMet(shown, told)) ? told.Level : shown.Level,
        Text = shown.Text ?? told?.Text,
        SignificantFacts = shown.SignificantFacts ?? told?.SignificantFacts,
        Summary = shown.Summary.Length == 0 ? told?.Summary ?? "" : shown.Summary,
        Translations = shown.Translations.Count == 0 ? told?.Translations ?? [] : [.. shown.Translations.Select(translation => Carried(told, translation))],
    };

    // The text that was read says as much as the list, or more.
    private static bool IsAtLeastMet(Notice shown, Notice told) => shown.LevelIsAtLeast && told.Text is not null && told.Level.CompareTo(shown.Level) >= 0;

    private static Translation Carried(Notice? told, Translation shown) =>
        shown.Text.Length == 0 && told?.Translations.FirstOrDefault(known => known.Language == shown.Language) is { } same
            ? shown with { Text = same.Text }
            : shown;
}
