using AlertRelay.Alerts;

namespace AlertRelay.Detection;

/// <summary>What to do about a notice as it is shown, and why. The reason is kept with the notice for whoever asks.</summary>
internal abstract record NoticeDecision(string Reason)
{
    /// <summary>It is news.</summary>
    public sealed record Send(ChangeKind Kind, string Reason, params string[] Marks) : NoticeDecision(Reason);

    /// <summary>It may be news: look again.</summary>
    public sealed record Hold(string Reason, TimeSpan LookAfter) : NoticeDecision(Reason);

    /// <summary>Not news, but true: it becomes what is known.</summary>
    public sealed record Record(string Reason) : NoticeDecision(Reason);

    /// <summary>Not news and not to be believed: what is known stays.</summary>
    public sealed record Ignore(string Reason) : NoticeDecision(Reason);
}
