using System.Security.Cryptography;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>What a poll reveals about the channel's health.</summary>
internal static class HealthSignals
{
    private static readonly string EmptyHash = Convert.ToHexStringLower(SHA256.HashData([]));

    public static HealthObservations Poll(
        ChannelState before, ChannelState after, IReadOnlyList<DocumentOutcome> outcomes, PollAnalysis analysis, DateTimeOffset end)
    {
        var start = after.LastPollAt!.Value;
        var failed = outcomes.OfType<DocumentOutcome.Failed>().ToList();
        return new HealthObservations(
            start,
            after.Failures,
            after.LastError,
            failed.LastOrDefault()?.IsShape ?? false,
            analysis.Findings,
            analysis.Notices,
            ClockOff(before, outcomes, start, end),
            end - start)
        {
            SetBack = SetBack(before, start),
            Gaps = analysis.Gaps,
            EntriesUnreadable = after.EntriesUnreadable,
            EntryFault = outcomes.OfType<DocumentOutcome.Read>().SelectMany(read => read.Reading.Unread).FirstOrDefault()?.Reason,
            Moved = failed.Find(failure => failure.IsMoved)?.Reason ?? analysis.PageMoved,
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
