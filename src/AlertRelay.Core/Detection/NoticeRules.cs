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

    private static readonly IReadOnlyList<Func<Case, Verdict?>> InOrder =
    [
        Placeholder, FirstReading, ReadAnew, Returned, WithdrawnByPublisher, LevelBecameKnown, OlderVersion, Rise, Drop, Revision, Unchanged,
    ];

    public static Verdict Judge(Case notice) => InOrder.Select(rule => rule(notice)).First(verdict => verdict is not null)!;

    private static Verdict.Hold? Placeholder(Case notice) =>
        notice.Shown.Doubt is { } doubt ? new Verdict.Hold($"held: {doubt}", LookAgain) : null;

    private static Verdict? FirstReading(Case notice) =>
        notice.Told is not null ? null
        : notice.MovedSinceIndexed && !notice.Notice.Withdrawn && notice.NewFacts.Count > 0 ? new Verdict.Tell(ChangeKind.Revised, "told: revised since the first index")
        : notice.Baseline ? new Verdict.Record("silent: first reading")
        : notice.Notice.Withdrawn ? new Verdict.Record("silent: withdrawn before it was known")
        : notice.Notice.ExpiresAt <= notice.At ? new Verdict.Record("silent: expired before it was known")
        : new Verdict.Tell(ChangeKind.Issued, "told: new");

    // A level that the publisher itself changed meanwhile is told all the same; many at once are the new reading's own.
    private static Verdict.Record? ReadAnew(Case notice) =>
        notice.IsReadAnew && notice.Told is not null && !notice.Before!.Withdrawn && !notice.Notice.Withdrawn
        && (notice.Direction == 0 || notice.Told.Level.Native == notice.Notice.Level.Native || (notice.Direction > 0 ? notice.Quality.MassRise : notice.Quality.MassDrop))
            ? new Verdict.Record("silent: read by another version of the relay")
            : null;

    private static Verdict? Returned(Case notice) =>
        notice.Before is { Withdrawn: true } && !notice.Notice.Withdrawn ? new Verdict.Tell(ChangeKind.Issued, "told: back after its withdrawal")
        : notice.Before is { Withdrawn: true } ? new Verdict.Ignore("silent: withdrawn")
        : null;

    private static Verdict? WithdrawnByPublisher(Case notice) =>
        !notice.Notice.Withdrawn || notice.Told!.Withdrawn ? null
        : notice.HeldFor >= notice.Channel.Rules.ConfirmDropAfter ? new Verdict.Tell(ChangeKind.Withdrawn, "told: withdrawn by the publisher, confirmed")
        : new Verdict.Hold("held: withdrawal awaits confirmation", notice.Channel.Rules.ConfirmDropAfter);

    private static Verdict? LevelBecameKnown(Case notice) =>
        notice.Told!.Level.IsKnown || !notice.Notice.Level.IsKnown ? null
        : notice.Before!.Alerts.Count > 0 || IsNewlyStated(notice) ? new Verdict.Tell(ChangeKind.Raised, "told: a level where there was none")
        : new Verdict.Record("silent: level read for the first time");

    // A title that becomes "Alert: ..." rises also where it was read first without a level; a scale that merely can be read again does not.
    private static bool IsNewlyStated(Case notice) =>
        notice.Told is { Level.Native: null, Material: not null } && notice.NewFacts.Count > 0 && !notice.Quality.MassRevision;

    private static Verdict? OlderVersion(Case notice)
    {
        if (notice.Age is not < 0 || (notice.Direction == 0 && notice.NewFacts.Count == 0))
            return null;

        if (notice.WasShownBefore)
            return new Verdict.Ignore(ShownBefore);

        // The version told was shown again under a later date while this one was on its way: a rise does not wait for that.
        if (notice.Direction > 0 && notice.IsNoOlderThanTold)
            return null;

        return notice.HeldFor >= WaitForOlder(notice)
            ? new Verdict.Tell(KindOf(notice.Direction), "told: it stays, though its date is older", "the publisher's date is older than that of the version before")
            : Waits(notice, "held: a new text with an older date");
    }

    private static Verdict? Rise(Case notice)
    {
        if (notice.Direction <= 0)
            return null;
        if (notice.Age == 0 && notice.WasShownBefore)
            return new Verdict.Ignore(ShownBefore);

        var implausible = notice.Quality.MassRise || (notice.Quality.MassRedating && notice.LevelWasShownBefore);
        return !implausible ? new Verdict.Tell(ChangeKind.Raised, "told: rise")
            : notice.HeldFor >= LookAgain ? new Verdict.Tell(ChangeKind.Raised, "told: rise, confirmed", "one of many changes at once; confirmed by a second look")
            : new Verdict.Hold("held: one of implausibly many changes", LookAgain);
    }

    private static Verdict? Drop(Case notice)
    {
        if (notice.Direction >= 0)
            return null;
        if (notice.Age == 0 && notice.WasShownBefore && notice.HeldFor is null)
            return new Verdict.Ignore(ShownBefore);

        var steep = notice.Told!.Level.Severity - notice.Notice.Level.Severity >= 2;
        var wait = notice.Channel.Rules.ConfirmDropAfter * (notice.Quality.MassDrop ? DoubtfulFactor : steep ? SteepFactor : 1);
        return notice.HeldFor >= wait
            ? new Verdict.Tell(ChangeKind.Lowered, "told: drop, confirmed", steep ? ["a drop of several steps; confirmed by later looks"] : [])
            : new Verdict.Hold("held: drop awaits confirmation", wait);
    }

    private static Verdict? Revision(Case notice) =>
        notice.NewFacts.Count == 0 || notice.Direction != 0 ? null
        : notice.Told!.Material is null ? new Verdict.Record("silent: first reading of its text")
        : notice.Channel.Rules.RevisionsAreAnnounced && notice.Age is not > 0 ? new Verdict.Ignore("silent: edited without announcement")
        : notice.Quality.MassRevision ? new Verdict.Record("silent: one of implausibly many texts changed at once")
        : !notice.IsRedated && notice.HeldFor is null ? new Verdict.Tell(ChangeKind.Revised, "told: revised")
        : notice.HeldFor >= notice.Channel.Rules.ConfirmDropAfter * DoubtfulFactor ? new Verdict.Tell(ChangeKind.Revised, "told: revised, confirmed")
        : new Verdict.Hold("held: re-dated with most others", notice.Channel.Rules.ConfirmDropAfter * DoubtfulFactor);

    private static Verdict? Unchanged(Case notice) =>
        notice.LevelWasLost ? new Verdict.Ignore($"silent: the level cannot be read (\"{notice.Shown.Level.Native}\"): the last known one stands")
        : notice.Told!.Text is null && notice.Notice.Text is not null ? new Verdict.Record("silent: first reading of its text")
        : new Verdict.Ignore(notice.IsEarlierVersion ? ShownBefore : "silent: nothing new");

    private static Verdict.Hold Waits(Case notice, string reason) => new(reason, WaitForOlder(notice));

    private static TimeSpan WaitForOlder(Case notice) => notice.Channel.Rules.ConfirmDropAfter * (notice.Direction > 0 ? DoubtfulFactor : OlderFactor);

    private static ChangeKind KindOf(int direction) =>
        direction > 0 ? ChangeKind.Raised : direction < 0 ? ChangeKind.Lowered : ChangeKind.Revised;
}
