using AlertRelay.Alerts;

namespace AlertRelay.Detection;

/// <summary>
/// The rules that decide whether a change is sent, held, recorded or ignored. The first rule with a decision wins. Pure: no clock, no store.
/// docs/operate/truth.md explains each rule with the fault that it prevents.
/// </summary>
internal static class NoticeRules
{
    private static readonly TimeSpan SecondObservationAfter = TimeSpan.FromMinutes(10);

    // Multiples of the channel's delay before a level is lowered: for a decrease of two steps, for a change that many others share or that comes with
    // a re-dated list, and for a version with an older date. A stale copy of the State Department's feed once stayed for ten days: twenty such delays.
    private const int SteepFactor = 2;
    private const int ImplausibleFactor = 6;
    private const int OlderFactor = 30;

    private static readonly IReadOnlyList<Func<NoticeEvaluation, NoticeDecision?>> InOrder =
    [
        Placeholder, FirstReading, ReadAnew, Returned, WithdrawnByPublisher, LevelBecameKnown, OlderVersion, Raise, Lower, Revision, Unchanged,
    ];

    public static NoticeDecision Decide(NoticeEvaluation notice) => InOrder.Select(rule => rule(notice)).First(decision => decision is not null)!;

    private static NoticeDecision.Hold? Placeholder(NoticeEvaluation notice) =>
        notice.Observed.ImplausibleReason is { } reason
            ? new NoticeDecision.Hold(DecisionReason.Implausible, SecondObservationAfter) { Detail = reason }
            : null;

    private static NoticeDecision? FirstReading(NoticeEvaluation notice) =>
        notice.LastNotified is not null ? null
        : notice.MovedSinceIndexed && !notice.Notice.Withdrawn && notice.NewFacts.Count > 0
            ? new NoticeDecision.Send(ChangeKind.Revised, DecisionReason.RevisedSinceFirstIndex)
        : notice.Baseline ? new NoticeDecision.Record(DecisionReason.FirstReading)
        : notice.Notice.Withdrawn ? new NoticeDecision.Record(DecisionReason.WithdrawnBeforeKnown)
        : notice.Notice.ExpiresAt <= notice.At ? new NoticeDecision.Record(DecisionReason.ExpiredBeforeKnown)
        : notice.Before is { Reissues: > 1 } ? new NoticeDecision.Record(DecisionReason.ReissuedEachTime)
        : notice.IsOlderThanWindow ? new NoticeDecision.Record(DecisionReason.OlderThanWindow)
        : notice.PendingFor >= SecondObservationAfter
            ? new NoticeDecision.Send(ChangeKind.Issued, DecisionReason.NewConfirmed, "one of many new notices at once; confirmed by a second look")
        : notice.Quality.MassNew ? new NoticeDecision.Hold(DecisionReason.ImplausiblyManyNew, SecondObservationAfter)
        : new NoticeDecision.Send(ChangeKind.Issued, DecisionReason.New);

    // A level that the publisher changed in the meantime is still sent. Changes with the same words, or many at once, come from the new parsing.
    private static NoticeDecision.Record? ReadAnew(NoticeEvaluation notice) =>
        notice.IsReadAnew && notice.LastNotified is not null && !notice.Before!.Withdrawn && !notice.Notice.Withdrawn
        && (notice.Direction == 0
            || notice.RepeatsLastNotifiedFacts
            || notice.LastNotified.Level.Native == notice.Notice.Level.Native
            || (notice.Direction > 0 ? notice.Quality.MassRaise : notice.Quality.MassLowering))
            ? new NoticeDecision.Record(DecisionReason.ReadByAnotherVersion)
            : null;

    private static NoticeDecision? Returned(NoticeEvaluation notice) =>
        notice.Before is { Withdrawn: true } && !notice.Notice.Withdrawn && !(notice.Notice.ExpiresAt <= notice.At)
            ? new NoticeDecision.Send(ChangeKind.Issued, DecisionReason.BackAfterWithdrawal)
        : notice.Before is { Withdrawn: true } ? new NoticeDecision.Ignore(DecisionReason.Withdrawn)
        : null;

    private static NoticeDecision? WithdrawnByPublisher(NoticeEvaluation notice)
    {
        if (!notice.Notice.Withdrawn || notice.LastNotified!.Withdrawn)
            return null;

        var wait = notice.Channel.Rules.ConfirmDropAfter * (notice.Quality.MassWithdrawal ? ImplausibleFactor : 1);
        return notice.PendingFor >= wait
            ? new NoticeDecision.Send(ChangeKind.Withdrawn, DecisionReason.WithdrawalConfirmed)
            : new NoticeDecision.Hold(DecisionReason.WithdrawalAwaitsConfirmation, wait);
    }

    private static NoticeDecision? LevelBecameKnown(NoticeEvaluation notice) =>
        notice.LastNotified!.Level.IsKnown || !notice.Notice.Level.IsKnown ? null
        : notice.Before!.Alerts.Count > 0 || IsNewlyStated(notice) ? new NoticeDecision.Send(ChangeKind.Raised, DecisionReason.LevelBecameKnown)
        : new NoticeDecision.Record(DecisionReason.FirstReadingOfLevel);

    // A title that becomes "Alert: ..." raises the level, even if there was none before. A level that merely became readable again does not.
    private static bool IsNewlyStated(NoticeEvaluation notice) =>
        notice.LastNotified is { Level.Native: null, SignificantFacts: not null } && notice.NewFacts.Count > 0 && !notice.Quality.MassRevision;

    private static NoticeDecision? OlderVersion(NoticeEvaluation notice)
    {
        if (notice.Age is not < 0 || (notice.Direction == 0 && notice.NewFacts.Count == 0))
            return null;

        if (notice.WasObservedBefore)
            return new NoticeDecision.Ignore(DecisionReason.VersionShownBefore);

        // The last sent version got a later date while this one was on its way. A raised level does not wait for that.
        if (notice.Direction > 0 && notice.IsNoOlderThanLastNotified)
            return null;

        return notice.PendingFor >= WaitForOlder(notice)
            ? new NoticeDecision.Send(KindOf(notice.Direction), DecisionReason.OlderDateStays, "the publisher's date is older than that of the version before")
            : HoldOlder(notice, DecisionReason.NewTextWithOlderDate);
    }

    private static NoticeDecision? Raise(NoticeEvaluation notice)
    {
        if (notice.Direction <= 0)
            return null;
        if (notice.Age == 0 && notice.WasObservedBefore)
            return new NoticeDecision.Ignore(DecisionReason.VersionShownBefore);

        var implausible = notice.Quality.MassRaise || (notice.Quality.MassRedating && notice.LevelWasObservedBefore);
        return !implausible ? new NoticeDecision.Send(ChangeKind.Raised, DecisionReason.Raised)
            : notice.PendingFor >= SecondObservationAfter
                ? new NoticeDecision.Send(ChangeKind.Raised, DecisionReason.RaiseConfirmed, "one of many changes at once; confirmed by a second look")
            : new NoticeDecision.Hold(DecisionReason.ImplausiblyManyChanges, SecondObservationAfter);
    }

    private static NoticeDecision? Lower(NoticeEvaluation notice)
    {
        if (notice.Direction >= 0)
            return null;
        if (notice.Age == 0 && notice.WasObservedBefore && notice.PendingFor is null)
            return new NoticeDecision.Ignore(DecisionReason.VersionShownBefore);

        var isSteep = notice.LastNotified!.Level.Severity - notice.Notice.Level.Severity >= 2;
        var wait = notice.Channel.Rules.ConfirmDropAfter * (notice.Quality.MassLowering ? ImplausibleFactor : isSteep ? SteepFactor : 1);
        return notice.PendingFor >= wait
            ? new NoticeDecision.Send(ChangeKind.Lowered, DecisionReason.LoweredConfirmed, isSteep ? ["a drop of several steps; confirmed by later looks"] : [])
            : new NoticeDecision.Hold(DecisionReason.LoweredAwaitsConfirmation, wait);
    }

    private static NoticeDecision? Revision(NoticeEvaluation notice) =>
        (notice.NewFacts.Count == 0 && !notice.ReturnsWithNewerDate) || notice.Direction != 0 ? null
        : notice.LastNotified!.SignificantFacts is null ? new NoticeDecision.Record(DecisionReason.FirstReadingOfText)
        : notice.Channel.Rules.RevisionsAreAnnounced && notice.Age is not > 0 ? new NoticeDecision.Ignore(DecisionReason.EditedWithoutAnnouncement)
        : notice.Quality.MassRevision ? new NoticeDecision.Record(DecisionReason.ImplausiblyManyTexts)
        : !notice.IsRedated && notice.PendingFor is null ? new NoticeDecision.Send(
            ChangeKind.Revised, notice.ReturnsWithNewerDate ? DecisionReason.ReturnedWithNewerDate : DecisionReason.Revised)
        : notice.PendingFor >= notice.Channel.Rules.ConfirmDropAfter * ImplausibleFactor
            ? new NoticeDecision.Send(ChangeKind.Revised, DecisionReason.RevisionConfirmed)
        : new NoticeDecision.Hold(DecisionReason.RedatedWithMostOthers, notice.Channel.Rules.ConfirmDropAfter * ImplausibleFactor);

    private static NoticeDecision? Unchanged(NoticeEvaluation notice) =>
        notice.LevelWasLost ? new NoticeDecision.Ignore(DecisionReason.LevelUnreadable) { Detail = notice.Observed.Level.Native }
        : notice.LastNotified!.Text is null && notice.Notice.Text is not null ? new NoticeDecision.Record(DecisionReason.FirstReadingOfText)
        : new NoticeDecision.Ignore(notice.IsEarlierVersion ? DecisionReason.VersionShownBefore : DecisionReason.NothingNew);

    private static NoticeDecision.Hold HoldOlder(NoticeEvaluation notice, DecisionReason reason) => new(reason, WaitForOlder(notice));

    private static TimeSpan WaitForOlder(NoticeEvaluation notice) =>
        notice.Channel.Rules.ConfirmDropAfter * (notice.Direction > 0 ? ImplausibleFactor : OlderFactor);

    private static ChangeKind KindOf(int direction) =>
        direction > 0 ? ChangeKind.Raised : direction < 0 ? ChangeKind.Lowered : ChangeKind.Revised;
}
