using System.Text.Json.Serialization;
using AlertRelay.Alerts;

namespace AlertRelay.Detection;

/// <summary>What to do about an observed notice, and why. The reason is stored with the notice.</summary>
internal abstract record NoticeDecision(DecisionReason Reason)
{
    /// <summary>The publisher's words, if the reason quotes them.</summary>
    public string? Detail { get; init; }

    /// <summary>It is news: send an alert.</summary>
    public sealed record Send(ChangeKind Kind, DecisionReason Reason, params string[] Marks) : NoticeDecision(Reason);

    /// <summary>It may be news: wait for a second look.</summary>
    public sealed record Hold(DecisionReason Reason, TimeSpan ConfirmAfter) : NoticeDecision(Reason);

    /// <summary>Correct, but no news: store it without an alert.</summary>
    public sealed record Record(DecisionReason Reason) : NoticeDecision(Reason);

    /// <summary>Neither news nor reliable: keep the known version.</summary>
    public sealed record Ignore(DecisionReason Reason) : NoticeDecision(Reason);
}

/// <summary>
/// Why the latest observation of a notice ended as it did. The API shows it as reasonCode, beside its sentence; docs/operate/truth.md explains each.
/// </summary>
[JsonConverter(typeof(CamelCase<DecisionReason>))]
public enum DecisionReason
{
    New,
    NewConfirmed,
    Raised,
    RaiseConfirmed,
    LoweredConfirmed,
    Revised,
    RevisionConfirmed,
    RevisedSinceFirstIndex,
    ReturnedWithNewerDate,
    LevelBecameKnown,
    BackAfterWithdrawal,
    WithdrawalConfirmed,
    NoLongerListed,
    OlderDateStays,

    Implausible,
    LoweredAwaitsConfirmation,
    WithdrawalAwaitsConfirmation,
    NewTextWithOlderDate,
    ImplausiblyManyChanges,
    ImplausiblyManyNew,
    RedatedWithMostOthers,

    FirstReading,
    FirstReadingOfLevel,
    FirstReadingOfText,
    ReadByAnotherVersion,
    KnownUnderAnotherKey,
    WithdrawnBeforeKnown,
    ExpiredBeforeKnown,
    OlderThanWindow,
    ReissuedEachTime,
    Withdrawn,
    Expired,
    VersionShownBefore,
    EditedWithoutAnnouncement,
    ImplausiblyManyTexts,
    LevelUnreadable,
    NothingNew,
}

internal static class DecisionReasons
{
    /// <summary>For operators: begins with "told", "held" or "silent".</summary>
    /// <param name="detail">What the publisher showed; for <see cref="DecisionReason.Implausible"/> and <see cref="DecisionReason.LevelUnreadable"/>.</param>
    public static string Text(this DecisionReason reason, string? detail = null) => reason switch
    {
        DecisionReason.New => "told: new",
        DecisionReason.NewConfirmed => "told: new, confirmed",
        DecisionReason.Raised => "told: rise",
        DecisionReason.RaiseConfirmed => "told: rise, confirmed",
        DecisionReason.LoweredConfirmed => "told: drop, confirmed",
        DecisionReason.Revised => "told: revised",
        DecisionReason.RevisionConfirmed => "told: revised, confirmed",
        DecisionReason.RevisedSinceFirstIndex => "told: revised since the first index",
        DecisionReason.ReturnedWithNewerDate => "told: an earlier text again, under a newer date",
        DecisionReason.LevelBecameKnown => "told: a level where there was none",
        DecisionReason.BackAfterWithdrawal => "told: back after its withdrawal",
        DecisionReason.WithdrawalConfirmed => "told: withdrawn by the publisher, confirmed",
        DecisionReason.NoLongerListed => "told: withdrawn, no longer listed",
        DecisionReason.OlderDateStays => "told: it stays, though its date is older",
        DecisionReason.Implausible => $"held: {detail}",
        DecisionReason.LoweredAwaitsConfirmation => "held: drop awaits confirmation",
        DecisionReason.WithdrawalAwaitsConfirmation => "held: withdrawal awaits confirmation",
        DecisionReason.NewTextWithOlderDate => "held: a new text with an older date",
        DecisionReason.ImplausiblyManyChanges => "held: one of implausibly many changes",
        DecisionReason.ImplausiblyManyNew => "held: one of implausibly many new notices",
        DecisionReason.RedatedWithMostOthers => "held: re-dated with most others",
        DecisionReason.FirstReading => "silent: first reading",
        DecisionReason.FirstReadingOfLevel => "silent: level read for the first time",
        DecisionReason.FirstReadingOfText => "silent: first reading of its text",
        DecisionReason.ReadByAnotherVersion => "silent: read by another version of the relay",
        DecisionReason.KnownUnderAnotherKey => "silent: known under another key",
        DecisionReason.WithdrawnBeforeKnown => "silent: withdrawn before it was known",
        DecisionReason.ExpiredBeforeKnown => "silent: expired before it was known",
        DecisionReason.OlderThanWindow => "silent: older than what the list has shown",
        DecisionReason.ReissuedEachTime => "silent: the whole list came under new ids twice running",
        DecisionReason.Withdrawn => "silent: withdrawn",
        DecisionReason.Expired => "silent: expired",
        DecisionReason.VersionShownBefore => "silent: version already told",
        DecisionReason.EditedWithoutAnnouncement => "silent: edited without announcement",
        DecisionReason.ImplausiblyManyTexts => "silent: one of implausibly many texts changed at once",
        DecisionReason.LevelUnreadable => $"silent: the level cannot be read (\"{detail}\"): the last known one stands",
        DecisionReason.NothingNew => "silent: nothing new",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "This reason has no sentence."),
    };
}
