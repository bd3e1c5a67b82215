using AlertRelay.Alerts;

namespace AlertRelay.Detection;

/// <summary>What to do about a notice as it is shown, and why. The reason is kept with the notice for whoever asks.</summary>
internal abstract record NoticeDecision(DecisionReason Reason)
{
    /// <summary>What the publisher showed, where the reason names it.</summary>
    public string? Detail { get; init; }

    /// <summary>It is news.</summary>
    public sealed record Send(ChangeKind Kind, DecisionReason Reason, params string[] Marks) : NoticeDecision(Reason);

    /// <summary>It may be news: look again.</summary>
    public sealed record Hold(DecisionReason Reason, TimeSpan LookAfter) : NoticeDecision(Reason);

    /// <summary>Not news, but true: it becomes what is known.</summary>
    public sealed record Record(DecisionReason Reason) : NoticeDecision(Reason);

    /// <summary>Not news and not to be believed: what is known stays.</summary>
    public sealed record Ignore(DecisionReason Reason) : NoticeDecision(Reason);
}
