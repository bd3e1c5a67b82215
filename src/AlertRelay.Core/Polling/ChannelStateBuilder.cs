using System.Security.Cryptography;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>Computes the channel's row after a poll. Pure.</summary>
internal static class ChannelStateBuilder
{
    private const int MaxGaps = 100;

    /// <param name="state">The row before the poll, with the counts of the notices after it.</param>
    public static ChannelState Of(
        Channel channel, ChannelState state, IReadOnlyList<DocumentOutcome> outcomes, DetectionResult findings, DateTimeOffset now, double random)
    {
        var failed = outcomes.OfType<DocumentOutcome.Failed>().ToList();
        var failures = failed.Count > 0 ? state.Failures + 1 : 0;
        var freshFor = outcomes.Select(outcome => outcome switch
        {
            DocumentOutcome.Read read => read.FreshFor,
            DocumentOutcome.Unchanged unchanged => unchanged.FreshFor,
            _ =>
            null
        }).Min();
        var retryAfter = failed.Max(failure => failure.RetryAfter);
        var documents = Documents(state, outcomes);
        return state with
        {
            Documents = documents,
            LastPollAt = now,
            LastGoodPollAt = failures == 0 ? now : state.LastGoodPollAt,
            Gaps = failures == 0 ? WithGap(channel, state, now) : state.Gaps,
            LastAlertAt = findings.Changes.Count > 0 ? now : state.LastAlertAt,
            Failures = failures,
            LastError = failures == 0 ? null : string.Join("; ", failed.Select(failure => failure.Reason)),
            Remarks = failures == 0 ? findings.Remarks : state.Remarks,
            EntriesUnreadable = channel.Urls.Sum(url => documents.GetValueOrDefault(url.AbsoluteUri)?.Unread ?? 0),
            NextPollAt = PollSchedule.Next(channel, now, failures, retryAfter, freshFor, new[] { state.NextObservationAt, state.PagesAt }.Min(), random),
            SoonestAt = PollSchedule.Soonest(channel, now, failures, retryAfter),
            EarliestAt = PollSchedule.Soonest(channel, now, failures: 0, retryAfter),
            Polls = PollHistory.With(state.Polls, now, Mark(state, failures, outcomes, findings)),
            RaisedElsewhere = RaisePropagation.Of(findings.Changes, now) ?? state.RaisedElsewhere,
            ReadBy = failures == 0 ? ReadingVersion.Of(channel) : state.ReadBy,
            Version = state.Version + 1,
        };
    }

    private static PollMark Mark(ChannelState state, int failures, IReadOnlyList<DocumentOutcome> outcomes, DetectionResult findings) =>
        failures > 0 ? PollMark.Failed
        : state.HeldChanges > 0 || state.NextObservationAt is not null ? PollMark.Held
        : findings.PagesRead > 0 || outcomes.Any(outcome => outcome is DocumentOutcome.Read) ? PollMark.Read
        : PollMark.Unchanged;

    private static IReadOnlyList<PollGap> WithGap(Channel channel, ChannelState state, DateTimeOffset now) =>
        state.LastGoodPollAt is { } last && now - last > PollGap.MaxAge(channel) ? [.. state.Gaps.TakeLast(MaxGaps - 1), new PollGap(last, now)] : state.Gaps;

    private static Dictionary<string, DocumentState> Documents(ChannelState state, IReadOnlyList<DocumentOutcome> outcomes)
    {
        var documents = new Dictionary<string, DocumentState>(state.Documents);
        foreach (var outcome in outcomes)
        {
            if (outcome is DocumentOutcome.Read read)
                documents[read.Url.AbsoluteUri] = read.State;
            else if (outcome is DocumentOutcome.Unchanged unchanged)
                documents[unchanged.Url.AbsoluteUri] = unchanged.State;
            else if (outcome is DocumentOutcome.Failed { State: { } partial })
                documents[outcome.Url.AbsoluteUri] = partial;
        }

        return documents;
    }
}

/// <summary>What a poll reveals about the channel's health.</summary>
internal static class HealthSignals
{
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));

    public static HealthObservations Poll(
        ChannelState before, ChannelState after, IReadOnlyList<DocumentOutcome> outcomes, DetectionResult findings, DateTimeOffset end)
    {
        var start = after.LastPollAt!.Value;
        var failed = outcomes.OfType<DocumentOutcome.Failed>().ToList();
        return new HealthObservations(
            start,
            after.Failures,
            after.LastError,
            failed.LastOrDefault()?.IsShape ?? false,
            findings,
            after.Notices,
            ClockOff(before, outcomes, start, end),
            end - start)
        {
            SetBack = SetBack(before, start),
            EntriesUnreadable = after.EntriesUnreadable,
            EntryFault = outcomes.OfType<DocumentOutcome.Read>().SelectMany(read => read.Reading.Unread).FirstOrDefault()?.Reason,
            Moved = failed.Find(failure => failure.IsMoved)?.Reason ?? findings.PageMoved,
            PlacesLost = failed.Find(failure => failure.IsWithoutPlaces)?.Reason,
        };
    }

    /// <summary>The last document that the poll read, or the URL that it requested.</summary>
    public static Evidence Evidence(Channel channel, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset now) =>
        outcomes.OfType<DocumentOutcome.Read>().LastOrDefault()?.Evidence
        ?? new Evidence(outcomes.Count > 0 ? outcomes[^1].Url.Redacted() : channel.Homepage, now, EmptyHash);

    // The response was created between the start and the end of the poll.
    private static TimeSpan? ClockOff(ChannelState before, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset start, DateTimeOffset end) =>
        SetBack(before, start)
        ?? (outcomes.Select(outcome => outcome.ServerTime).LastOrDefault(time => time is not null) is { } serverTime
            ? (serverTime > end ? serverTime - end : serverTime < start ? start - serverTime : TimeSpan.Zero)
            : null);

    // A smaller difference is drift between two instances.
    private static TimeSpan? SetBack(ChannelState before, DateTimeOffset start) =>
        before.LastPollAt - start > PollSchedule.ClockDrift ? before.LastPollAt - start : null;
}
