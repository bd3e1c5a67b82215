using System.Security.Cryptography;
using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Polling;

/// <summary>What a poll says of the channel's own condition.</summary>
internal static class HealthSignals
{
    private const int FewPages = 3;
    private const double ShareOfPages = 0.1;

    // The clock went back when the last poll lies ahead; within this it is the drift between two instances.
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(1);

    private static readonly string Nothing = Convert.ToHexStringLower(SHA256.HashData([]));

    public static HealthObservations Poll(
        ChannelState before, ChannelState after, IReadOnlyList<DocumentOutcome> outcomes, PollAnalysis seen, DateTimeOffset end)
    {
        var begin = after.LastPollAt!.Value;
        var pagesFail = seen.PagesFailing > Math.Max(FewPages, ShareOfPages * seen.Notices);
        return new HealthObservations(
            begin,
            pagesFail ? Math.Max(after.Failures, before.Failures + 1 + FewPages) : after.Failures,
            after.LastError ?? (pagesFail ? $"{seen.PagesFailing} pages cannot be read" : null),
            outcomes.OfType<DocumentOutcome.Failed>().LastOrDefault()?.IsShape ?? false,
            seen.Findings,
            seen.Notices,
            ClockOff(before, outcomes, begin, end),
            end - begin);
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
