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
/// Why the latest observation of a notice ended as it did. The API shows it as reasonCode, beside its sentence; docs/operate/reasons.md explains each.
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
    /// <summary>For operators: begins with "sent", "held" or "not sent".</summary>
    /// <param name="detail">What the publisher showed; for <see cref="DecisionReason.Implausible"/> and <see cref="DecisionReason.LevelUnreadable"/>.</param>
    public static string Text(this DecisionReason reason, string? detail = null) => reason switch
    {
        DecisionReason.New => "sent: new",
        DecisionReason.NewConfirmed => "sent: new, confirmed",
        DecisionReason.Raised => "sent: raised",
        DecisionReason.RaiseConfirmed => "sent: raised, confirmed",
        DecisionReason.LoweredConfirmed => "sent: lowered, confirmed",
        DecisionReason.Revised => "sent: revised",
        DecisionReason.RevisionConfirmed => "sent: revised, confirmed",
        DecisionReason.RevisedSinceFirstIndex => "sent: revised since the first index",
        DecisionReason.ReturnedWithNewerDate => "sent: an earlier text again, with a newer date",
        DecisionReason.LevelBecameKnown => "sent: a level where there was none",
        DecisionReason.BackAfterWithdrawal => "sent: back after its withdrawal",
        DecisionReason.WithdrawalConfirmed => "sent: withdrawn by the publisher, confirmed",
        DecisionReason.NoLongerListed => "sent: withdrawn, no longer listed",
        DecisionReason.OlderDateStays => "sent: the change stays, although its date is older",
        DecisionReason.Implausible => $"held: {detail}",
        DecisionReason.LoweredAwaitsConfirmation => "held: lowered level awaits confirmation",
        DecisionReason.WithdrawalAwaitsConfirmation => "held: withdrawal awaits confirmation",
        DecisionReason.NewTextWithOlderDate => "held: a new text with an older date",
        DecisionReason.ImplausiblyManyChanges => "held: one of implausibly many changes",
        DecisionReason.ImplausiblyManyNew => "held: one of implausibly many new notices",
        DecisionReason.RedatedWithMostOthers => "held: re-dated with most others",
        DecisionReason.FirstReading => "not sent: first reading",
        DecisionReason.FirstReadingOfLevel => "not sent: level read for the first time",
        DecisionReason.FirstReadingOfText => "not sent: first reading of its text",
        DecisionReason.ReadByAnotherVersion => "not sent: read by another version of the relay",
        DecisionReason.KnownUnderAnotherKey => "not sent: known under another key",
        DecisionReason.WithdrawnBeforeKnown => "not sent: withdrawn before it was known",
        DecisionReason.ExpiredBeforeKnown => "not sent: expired before it was known",
        DecisionReason.OlderThanWindow => "not sent: older than what the list has shown",
        DecisionReason.ReissuedEachTime => "not sent: the whole list got new ids twice in a row",
        DecisionReason.Withdrawn => "not sent: withdrawn",
        DecisionReason.Expired => "not sent: expired",
        DecisionReason.VersionShownBefore => "not sent: this version was sent before",
        DecisionReason.EditedWithoutAnnouncement => "not sent: edited without announcement",
        DecisionReason.ImplausiblyManyTexts => "not sent: one of implausibly many texts that changed at once",
        DecisionReason.LevelUnreadable => $"not sent: the level cannot be read (\"{detail}\"): the last known one stands",
        DecisionReason.NothingNew => "not sent: nothing new",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "This reason has no sentence."),
    };
}
