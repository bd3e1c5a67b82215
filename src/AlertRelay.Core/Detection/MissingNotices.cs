using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// Notices that a complete list no longer contains. A notice that stays away is withdrawn. If many disappear at once, the list is probably broken.
/// </summary>
internal static class MissingNotices
{
    private const int RequiredObservations = 3;
    private const int Few = 3;
    private const double Share = 0.05;

    // For many notices that disappear together: as a multiple of the channel's delay before a withdrawal (six hours for most), and in observations.
    private const int ManyFactor = 28;
    private const int ManyObservations = 12;

    public static DetectionResult Decide(Channel channel, IReadOnlyDictionary<string, NoticeState> before, ChannelObservation observation)
    {
        if (observation.Listed is not { } listed || channel.Membership != Membership.Complete)
            return DetectionResult.Nothing;

        var returned = before.Values.Where(state => state.MissingSince is not null && listed.Contains(state.Key)).Select(
            state => state with { MissingSince = null, MissingObservations = 0, MissingEvidence = null });
        var missing = before.Values.Where(state => state.LastNotified is not null && !state.Withdrawn && !listed.Contains(state.Key)).ToList();
        // Those that were withdrawn meanwhile count too: without them the rest would soon look like a few.
        var gone = before.Values.Where(state => state is { LastNotified: not null } && !listed.Contains(state.Key)
            && (!state.Withdrawn || state.MissingSince is not null)).ToList();
        var max = Math.Max(Few, Share * before.Count);
        var decided = missing.Select(state => Decide(channel, state, observation, CountMissingTogether(state, gone, channel, observation.At) > max)).ToList();
        var doubtful = decided.Count(pair => pair is { IsOneOfMany: true, State.Withdrawn: false });
        return new DetectionResult(
            [.. returned, .. decided.Select(pair => pair.State)],
            [.. decided.Select(pair => pair.Change).OfType<Change>()],
            doubtful > 0 ? [$"{doubtful} of {before.Count} notices are no longer listed: not believed"] : []);
    }

    /// <summary>Marks notices that left the list. In a window that is normal; a new notice that was still pending is dropped.</summary>
    public static IEnumerable<NoticeState> Absent(
        Channel channel, IReadOnlyDictionary<string, NoticeState> known, IReadOnlySet<string>? listed, DateTimeOffset at) =>
        listed is null ? []
        : known.Values
            .Where(state => !listed.Contains(state.Key) && state is { AbsentSince: null, Names.Count: 0 }
                && (state.LastNotified is null ? state.PendingChange is not null : channel.Membership == Membership.Window))
            .Select(state => state with { AbsentSince = at, PendingChange = state.LastNotified is null ? null : state.PendingChange })
            .Concat(known.Values.Where(state => state.AbsentSince is not null && listed.Contains(state.Key))
                .Select(state => state with { AbsentSince = null }));

    /// <summary>Notices that left a window so long ago that nothing of what they contained is remembered. If one comes back, it is new.</summary>
    public static IReadOnlyList<string> Forgotten(
        Channel channel, IReadOnlyDictionary<string, NoticeState> before, IReadOnlySet<string>? listed, DateTimeOffset at) =>
        listed is null || channel.Membership != Membership.Window ? []
        : [.. before.Values.Where(state => !listed.Contains(state.Key) && at - LeftAt(state, at) >= FlapMemory.MaxAge).Select(state => state.Key)];

    // Messages with names of their own, and keys that a notice left behind, are not marked as absent. Null: it may come back unchanged.
    private static DateTimeOffset? LeftAt(NoticeState state, DateTimeOffset at) =>
        state is { Names.Count: 0, MovedTo: null } ? state.AbsentSince
        : state.LastNotified?.ExpiresAt > at ? null
        : new[] { state.LastObservedAt, state.LastNotifiedAt }.Max();

    /// <summary>When the list should be polled again because of the notice.</summary>
    public static DateTimeOffset? NextObservationAt(Channel channel, NoticeState state) =>
        state.MissingSince is { } since && !state.Withdrawn && state.MissingObservations < RequiredObservations
            ? since + channel.Rules.ConfirmWithdrawalAfter * Math.Min(1, state.MissingObservations / (RequiredObservations - 1.0))
            : null;

    // Notices disappear together if they do so within the time that confirms a withdrawal.
    private static int CountMissingTogether(NoticeState state, List<NoticeState> gone, Channel channel, DateTimeOffset at) =>
        gone.Count(other => ((other.MissingSince ?? at) - (state.MissingSince ?? at)).Duration() <= channel.Rules.ConfirmWithdrawalAfter);

    private static (NoticeState State, Change? Change, bool IsOneOfMany) Decide(
        Channel channel, NoticeState state, ChannelObservation observation, bool isOneOfMany)
    {
        var at = observation.At;
        var since = state.MissingSince ?? at;
        var evidence = state.MissingEvidence
            ?? observation.List ?? state.LastEvidence ?? throw new InvalidOperationException($"{channel.Id} knows {state.Key} without having seen it.");
        // A poll that is decided again, because its commit failed, is not another observation.
        var observations = state.MissingSince is not null && state.DecidedAt == at ? state.MissingObservations : state.MissingObservations + 1;
        var updated = state with
        {
            MissingSince = since,
            MissingEvidence = evidence,
            MissingObservations = observations,
            DecidedAt = at,
            PendingChange = null,
        };
        if (state.LastNotified!.ExpiresAt <= at)
            return (updated with { Withdrawn = true, Reason = DecisionReason.Expired.Text(), ReasonCode = DecisionReason.Expired }, null, isOneOfMany);
        if (updated.MissingObservations < (isOneOfMany ? ManyObservations : RequiredObservations)
            || at - since < channel.Rules.ConfirmWithdrawalAfter * (isOneOfMany ? ManyFactor : 1))
            return (
                updated with { Reason = DecisionReason.WithdrawalAwaitsConfirmation.Text(), ReasonCode = DecisionReason.WithdrawalAwaitsConfirmation },
                null,
                isOneOfMany);

        var withdrawn = state.LastNotified with { Withdrawn = true };
        var final = updated with
        {
            Withdrawn = true,
            LastNotified = withdrawn,
            LastNotifiedAt = at,
            Reason = DecisionReason.NoLongerListed.Text(),
            ReasonCode = DecisionReason.NoLongerListed,
        };
        var (notified, change) = Change.Of(ChangeKind.Withdrawn, channel, state.LastNotified, withdrawn, evidence, final, []);
        return (notified, change, isOneOfMany);
    }
}
