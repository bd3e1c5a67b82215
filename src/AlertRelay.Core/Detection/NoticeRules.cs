using AlertRelay.Alerts;

namespace AlertRelay.Detection;

/// <summary>
/// The rules by which a notice is told, held, recorded or ignored, in the order in which they are asked: the first that has a verdict decides.
/// Pure: no clock, no store. docs/truth.md explains each with the fault that it answers.
/// </summary>
public static class NoticeRules
{
    /// <summary>The reason that tells a publisher who serves two versions in turn.</summary>
    public const string ShownBefore = "silent: version already told";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(10);

    // In the channel's own delay before a drop: how long a drop of two steps has to stay, then a change that many others share or that comes with a
    // re-dated list, then a version with an older date (a stale copy of the State Department's feed once stayed for ten days: twenty such delays).
    private const int SteepFactor = 2;
    private const int DoubtfulFactor = 6;
    private const int OlderFactor = 30;

    private static readonly IReadOnlyList<Func<NoticeEvaluation, NoticeDecision?>> InOrder =
    [
        Placeholder, FirstReading, ReadAnew, Returned, WithdrawnByPublisher, LevelBecameKnown, OlderVersion, Rise, Drop, Revision, Unchanged,
    ];

    public static NoticeDecision Judge(NoticeEvaluation notice) => InOrder.Select(rule => rule(notice)).First(verdict => verdict is not null)!;

    private static NoticeDecision.Hold? Placeholder(NoticeEvaluation notice) =>
        notice.Observed.ImplausibleReason is { } doubt ? new NoticeDecision.Hold($"held: {doubt}", LookAgain) : null;

    private static NoticeDecision? FirstReading(NoticeEvaluation notice) =>
        notice.LastNotified is not null ? null
        : notice.MovedSinceIndexed && !notice.Notice.Withdrawn && notice.NewFacts.Count > 0
            ? new NoticeDecision.Send(ChangeKind.Revised, "told: revised since the first index")
        : notice.Baseline ? new NoticeDecision.Record("silent: first reading")
        : notice.Notice.Withdrawn ? new NoticeDecision.Record("silent: withdrawn before it was known")
        : notice.Notice.ExpiresAt <= notice.At ? new NoticeDecision.Record("silent: expired before it was known")
        : new NoticeDecision.Send(ChangeKind.Issued, "told: new");

    // A level that the publisher itself changed meanwhile is told all the same; of the same words, or many at once, are the new reading's own.
    private static NoticeDecision.Record? ReadAnew(NoticeEvaluation notice) =>
        notice.IsReadAnew && notice.LastNotified is not null && !notice.Before!.Withdrawn && !notice.Notice.Withdrawn
        && (notice.Direction == 0
            || notice.SaysWhatWasTold
            || notice.LastNotified.Level.Native == notice.Notice.Level.Native
            || (notice.Direction > 0 ? notice.Quality.MassRise : notice.Quality.MassDrop))
            ? new NoticeDecision.Record("silent: read by another version of the relay")
            : null;

    private static NoticeDecision? Returned(NoticeEvaluation notice) =>
        notice.Before is { Withdrawn: true } && !notice.Notice.Withdrawn ? new NoticeDecision.Send(ChangeKind.Issued, "told: back after its withdrawal")
        : notice.Before is { Withdrawn: true } ? new NoticeDecision.Ignore("silent: withdrawn")
        : null;

    private static NoticeDecision? WithdrawnByPublisher(NoticeEvaluation notice) =>
        !notice.Notice.Withdrawn || notice.LastNotified!.Withdrawn ? null
        : notice.PendingFor >= notice.Channel.Rules.ConfirmDropAfter
            ? new NoticeDecision.Send(ChangeKind.Withdrawn, "told: withdrawn by the publisher, confirmed")
        : new NoticeDecision.Hold("held: withdrawal awaits confirmation", notice.Channel.Rules.ConfirmDropAfter);

    private static NoticeDecision? LevelBecameKnown(NoticeEvaluation notice) =>
        notice.LastNotified!.Level.IsKnown || !notice.Notice.Level.IsKnown ? null
        : notice.Before!.Alerts.Count > 0 || IsNewlyStated(notice) ? new NoticeDecision.Send(ChangeKind.Raised, "told: a level where there was none")
        : new NoticeDecision.Record("silent: level read for the first time");

    // A title that becomes "Alert: ..." rises also where it was read first without a level; a scale that merely can be read again does not.
    private static bool IsNewlyStated(NoticeEvaluation notice) =>
        notice.LastNotified is { Level.Native: null, SignificantFacts: not null } && notice.NewFacts.Count > 0 && !notice.Quality.MassRevision;

    private static NoticeDecision? OlderVersion(NoticeEvaluation notice)
    {
        if (notice.Age is not < 0 || (notice.Direction == 0 && notice.NewFacts.Count == 0))
            return null;

        if (notice.WasObservedBefore)
            return new NoticeDecision.Ignore(ShownBefore);

        // The version told was shown again under a later date while this one was on its way: a rise does not wait for that.
        if (notice.Direction > 0 && notice.IsNoOlderThanLastNotified)
            return null;

        return notice.PendingFor >= WaitForOlder(notice)
            ? new NoticeDecision.Send(
                KindOf(notice.Direction), "told: it stays, though its date is older", "the publisher's date is older than that of the version before")
            : Waits(notice, "held: a new text with an older date");
    }

    private static NoticeDecision? Rise(NoticeEvaluation notice)
    {
        if (notice.Direction <= 0)
            return null;
        if (notice.Age == 0 && notice.WasObservedBefore)
            return new NoticeDecision.Ignore(ShownBefore);

        var implausible = notice.Quality.MassRise || (notice.Quality.MassRedating && notice.LevelWasObservedBefore);
        return !implausible ? new NoticeDecision.Send(ChangeKind.Raised, "told: rise")
            : notice.PendingFor >= LookAgain
                ? new NoticeDecision.Send(ChangeKind.Raised, "told: rise, confirmed", "one of many changes at once; confirmed by a second look")
            : new NoticeDecision.Hold("held: one of implausibly many changes", LookAgain);
    }

    private static NoticeDecision? Drop(NoticeEvaluation notice)
    {
        if (notice.Direction >= 0)
            return null;
        if (notice.Age == 0 && notice.WasObservedBefore && notice.PendingFor is null)
            return new NoticeDecision.Ignore(ShownBefore);

        var steep = notice.LastNotified!.Level.Severity - notice.Notice.Level.Severity >= 2;
        var wait = notice.Channel.Rules.ConfirmDropAfter * (notice.Quality.MassDrop ? DoubtfulFactor : steep ? SteepFactor : 1);
        return notice.PendingFor >= wait
            ? new NoticeDecision.Send(ChangeKind.Lowered, "told: drop, confirmed", steep ? ["a drop of several steps; confirmed by later looks"] : [])
            : new NoticeDecision.Hold("held: drop awaits confirmation", wait);
    }

    private static NoticeDecision? Revision(NoticeEvaluation notice) =>
        notice.NewFacts.Count == 0 || notice.Direction != 0 ? null
        : notice.LastNotified!.SignificantFacts is null ? new NoticeDecision.Record("silent: first reading of its text")
        : notice.Channel.Rules.RevisionsAreAnnounced && notice.Age is not > 0 ? new NoticeDecision.Ignore("silent: edited without announcement")
        : notice.Quality.MassRevision ? new NoticeDecision.Record("silent: one of implausibly many texts changed at once")
        : !notice.IsRedated && notice.PendingFor is null ? new NoticeDecision.Send(ChangeKind.Revised, "told: revised")
        : notice.PendingFor >= notice.Channel.Rules.ConfirmDropAfter * DoubtfulFactor ? new NoticeDecision.Send(ChangeKind.Revised, "told: revised, confirmed")
        : new NoticeDecision.Hold("held: re-dated with most others", notice.Channel.Rules.ConfirmDropAfter * DoubtfulFactor);

    private static NoticeDecision? Unchanged(NoticeEvaluation notice) =>
        notice.LevelWasLost ? new NoticeDecision.Ignore($"silent: the level cannot be read (\"{notice.Observed.Level.Native}\"): the last known one stands")
        : notice.LastNotified!.Text is null && notice.Notice.Text is not null ? new NoticeDecision.Record("silent: first reading of its text")
        : new NoticeDecision.Ignore(notice.IsEarlierVersion ? ShownBefore : "silent: nothing new");

    private static NoticeDecision.Hold Waits(NoticeEvaluation notice, string reason) => new(reason, WaitForOlder(notice));

    private static TimeSpan WaitForOlder(NoticeEvaluation notice) =>
        notice.Channel.Rules.ConfirmDropAfter * (notice.Direction > 0 ? DoubtfulFactor : OlderFactor);

    private static ChangeKind KindOf(int direction) =>
        direction > 0 ? ChangeKind.Raised : direction < 0 ? ChangeKind.Lowered : ChangeKind.Revised;
}
