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
