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

    // For many that went together: in the channel's own delay before a withdrawal (a week, as most have it), and in looks.
    private const int ManyFactor = 28;
    private const int ManyObservations = 12;

    public static DetectionResult Judge(Channel channel, IReadOnlyDictionary<string, NoticeState> before, ChannelObservation look)
    {
        if (look.Listed is not { } listed || channel.Membership != Membership.Complete)
            return DetectionResult.Nothing;

        var back = before.Values.Where(state => state.MissingSince is not null && listed.Contains(state.Key)).Select(
            state => state with { MissingSince = null, MissingLooks = 0, MissingEvidence = null });
        var missing = before.Values.Where(state => state.LastNotified is not null && !state.Withdrawn && !listed.Contains(state.Key)).ToList();
        // Those that were withdrawn meanwhile count too: without them the rest would soon look like a few.
        var gone = before.Values.Where(state => state is { LastNotified: not null } && !listed.Contains(state.Key)
            && (!state.Withdrawn || state.MissingSince is not null)).ToList();
        var many = Math.Max(Few, Share * before.Count);
        var judged = missing.Select(state => Judge(channel, state, look, WentWith(state, gone, channel, look.At) > many)).ToList();
        var doubted = judged.Count(pair => pair is { IsOneOfMany: true, State.Withdrawn: false });
        return new DetectionResult(
            [.. back, .. judged.Select(pair => pair.State)],
            [.. judged.Select(pair => pair.Change).OfType<Change>()],
            doubted > 0 ? [$"{doubted} of {before.Count} notices are no longer listed: not believed"] : []);
    }

    /// <summary>What a list no longer shows: no news of a window, and the end of what was held only because many were new at once.</summary>
    public static IEnumerable<NoticeState> Absent(
        Channel channel, IReadOnlyDictionary<string, NoticeState> known, IReadOnlySet<string>? listed, DateTimeOffset at) =>
        listed is null ? []
        : known.Values
            .Where(state => !listed.Contains(state.Key) && state is { AbsentSince: null, Names.Count: 0 }
                && (state.LastNotified is null ? state.PendingChange is not null : channel.Membership == Membership.Window))
            .Select(state => state with { AbsentSince = at, PendingChange = state.LastNotified is null ? null : state.PendingChange })
            .Concat(known.Values.Where(state => state.AbsentSince is not null && listed.Contains(state.Key))
                .Select(state => state with { AbsentSince = null }));

    /// <summary>When the list should be looked at again for the notice.</summary>
    public static DateTimeOffset? LookAt(Channel channel, NoticeState state) =>
        state.MissingSince is { } since && !state.Withdrawn && state.MissingLooks < RequiredObservations
            ? since + channel.Rules.ConfirmWithdrawalAfter * Math.Min(1, state.MissingLooks / (RequiredObservations - 1.0))
            : null;

    // Those that went within the time in which one is confirmed went together.
    private static int WentWith(NoticeState state, List<NoticeState> gone, Channel channel, DateTimeOffset at) =>
        gone.Count(other => ((other.MissingSince ?? at) - (state.MissingSince ?? at)).Duration() <= channel.Rules.ConfirmWithdrawalAfter);

    private static (NoticeState State, Change? Change, bool IsOneOfMany) Judge(
        Channel channel, NoticeState state, ChannelObservation look, bool isOneOfMany)
    {
        var at = look.At;
        var since = state.MissingSince ?? at;
        var evidence = state.MissingEvidence
            ?? look.List ?? state.LastEvidence ?? throw new InvalidOperationException($"{channel.Id} knows {state.Key} without having seen it.");
        // A poll that is judged again, because its commit failed, is no further look.
        var looks = state.MissingSince is not null && state.DecidedAt == at ? state.MissingLooks : state.MissingLooks + 1;
        var seen = state with { MissingSince = since, MissingEvidence = evidence, MissingLooks = looks, DecidedAt = at, PendingChange = null };
        if (state.LastNotified!.ExpiresAt <= at)
            return (seen with { Withdrawn = true, Reason = DecisionReason.Expired.Text(), ReasonCode = DecisionReason.Expired }, null, isOneOfMany);
        if (seen.MissingLooks < (isOneOfMany ? ManyObservations : RequiredObservations)
            || at - since < channel.Rules.ConfirmWithdrawalAfter * (isOneOfMany ? ManyFactor : 1))
            return (seen with { Reason = DecisionReason.WithdrawalAwaitsConfirmation.Text(), ReasonCode = DecisionReason.WithdrawalAwaitsConfirmation }, null,
                isOneOfMany);

        var withdrawn = state.LastNotified with { Withdrawn = true };
        var gone = seen with
        {
            Withdrawn = true,
            LastNotified = withdrawn,
            LastNotifiedAt = at,
            Reason = DecisionReason.NoLongerListed.Text(),
            ReasonCode = DecisionReason.NoLongerListed,
        };
        var (told, change) = Change.Of(ChangeKind.Withdrawn, channel, state.LastNotified, withdrawn, evidence, gone, []);
        return (told, change, isOneOfMany);
    }
}
