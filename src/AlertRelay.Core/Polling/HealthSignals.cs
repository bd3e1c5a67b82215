using System.Security.Cryptography;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>What a poll says of the channel's own condition.</summary>
internal static class HealthSignals
{
    // The clock went back when the last poll lies ahead; within this it is the drift between two instances.
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(1);

    private static readonly string Nothing = Convert.ToHexStringLower(SHA256.HashData([]));

    public static HealthObservations Poll(
        ChannelState before, ChannelState after, IReadOnlyList<DocumentOutcome> outcomes, PollAnalysis seen, DateTimeOffset end)
    {
        var begin = after.LastPollAt!.Value;
        var failed = outcomes.OfType<DocumentOutcome.Failed>().ToList();
        return new HealthObservations(
            begin,
            after.Failures,
            after.LastError,
            failed.LastOrDefault()?.IsShape ?? false,
            seen.Findings,
            seen.Notices,
            ClockOff(before, outcomes, begin, end),
            end - begin)
        {
            Gaps = seen.Gaps,
            EntriesUnreadable = after.EntriesUnreadable,
            EntryFault = outcomes.OfType<DocumentOutcome.Read>().SelectMany(read => read.Reading.Unread).FirstOrDefault()?.Reason,
            Moved = failed.Find(failure => failure.IsMoved)?.Reason ?? seen.PageMoved,
            PlacesLost = failed.Find(failure => failure.IsWithoutPlaces)?.Reason,
        };
    }

    /// <summary>The last document that the poll read, or the address that it asked.</summary>
    public static Evidence Evidence(Channel channel, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset now) =>
        outcomes.OfType<DocumentOutcome.Read>().LastOrDefault()?.Evidence
        ?? new Evidence(outcomes.Count > 0 ? outcomes[^1].Url : channel.Homepage, now, Nothing);

    // The answer was made between the poll's begin and its end.
    private static TimeSpan? ClockOff(ChannelState before, IReadOnlyList<DocumentOutcome> outcomes, DateTimeOffset begin, DateTimeOffset end) =>
        before.LastPollAt - begin > Drift ? before.LastPollAt - begin
        : outcomes.Select(outcome => outcome.ServerTime).LastOrDefault(time => time is not null) is { } server
            ? (server > end ? server - end : server < begin ? begin - server : TimeSpan.Zero)
        : null;
}
