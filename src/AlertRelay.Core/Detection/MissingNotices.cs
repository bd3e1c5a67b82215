using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// Notices that a complete list no longer shows. One that stays away is withdrawn; many that go at once are a fault of the list.
/// </summary>
internal static class MissingNotices
{
    private const int RequiredObservations = 3;
    private const int Few = 3;
    private const double Share = 0.05;

    public static DetectionResult Judge(Channel channel, IReadOnlyDictionary<string, NoticeState> before, ChannelObservation look)
    {
        if (look.Listed is not { } listed || channel.Membership != Membership.Complete)
            return DetectionResult.Nothing;

        var back = before.Values.Where(state => state.MissingSince is not null && listed.Contains(state.Key)).Select(
            state => state with { MissingSince = null, MissingLooks = 0, MissingEvidence = null });
        var missing = before.Values.Where(state => state.LastNotified is not null && !state.Withdrawn && !listed.Contains(state.Key)).ToList();
        if (missing.Count > Math.Max(Few, Share * before.Count))
            return new DetectionResult([.. back], [], [$"{missing.Count} of {before.Count} notices are no longer listed: not believed"]);

        var judged = missing.Select(state => Judge(channel, state, look)).ToList();
        return new DetectionResult([.. back, .. judged.Select(pair => pair.State)], [.. judged.Select(pair => pair.Change).OfType<Change>()], []);
    }

    /// <summary>When the list should be looked at again for the notice.</summary>
    public static DateTimeOffset? LookAt(Channel channel, NoticeState state) =>
        state.MissingSince is { } since && !state.Withdrawn
            ? since + channel.Rules.ConfirmWithdrawalAfter * Math.Min(1, state.MissingLooks / (RequiredObservations - 1.0))
            : null;

    private static (NoticeState State, Change? Change) Judge(Channel channel, NoticeState state, ChannelObservation look)
    {
        var at = look.At;
        var since = state.MissingSince ?? at;
        var evidence = state.MissingEvidence
            ?? look.List ?? state.LastEvidence ?? throw new InvalidOperationException($"{channel.Id} knows {state.Key} without having seen it.");
        var seen = state with { MissingSince = since, MissingEvidence = evidence, MissingLooks = state.MissingLooks + 1, DecidedAt = at, PendingChange = null };
        if (state.LastNotified!.ExpiresAt <= at)
            return (seen with { Withdrawn = true, Reason = DecisionReason.Expired.Text(), ReasonCode = DecisionReason.Expired }, null);
        if (seen.MissingLooks < RequiredObservations || at - since < channel.Rules.ConfirmWithdrawalAfter)
            return (seen with { Reason = DecisionReason.WithdrawalAwaitsConfirmation.Text(), ReasonCode = DecisionReason.WithdrawalAwaitsConfirmation }, null);

        var withdrawn = state.LastNotified with { Withdrawn = true };
        var gone = seen with
        {
            Withdrawn = true,
            LastNotified = withdrawn,
            LastNotifiedAt = at,
            Reason = DecisionReason.NoLongerListed.Text(),
            ReasonCode = DecisionReason.NoLongerListed,
        };
        return Change.Of(ChangeKind.Withdrawn, channel, state.LastNotified, withdrawn, evidence, gone, []);
    }
}
