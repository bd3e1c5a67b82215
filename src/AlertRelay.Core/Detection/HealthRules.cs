using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// When something is wrong with a channel itself, and when it is over. Pure, like the rules for notices. What lasts (a channel that fails) ends
/// with the first good sign, which is told; what happens at a moment (a list changed as a whole) is told once and again after a quiet time only.
/// </summary>
internal static class HealthRules
{
    // Two failures in a row are weather: the third one comes half an hour or more after the first.
    private const int FailuresNeeded = 3;
    private const int Some = 3;
    private const double Share = 0.05;
    private const int ManyPages = 3;
    private static readonly TimeSpan PagesFailFor = TimeSpan.FromHours(12);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FlapsWithin = TimeSpan.FromDays(7);
    private static readonly TimeSpan Quiet = TimeSpan.FromDays(1);

    private static readonly IReadOnlyList<Rule> All =
    [
        new(HealthKind.Failing, Failing, signs => signs.Failures == 0),
        new(HealthKind.ShapeChanged, ShapeChanged, signs => signs.Failures == 0),
        new(HealthKind.Silent, Silent, signs => signs.Findings.HasActivity),
        new(HealthKind.Clock, Clock, signs => signs.ClockOff < ClockTolerance),
        new(HealthKind.TwoVersions, TwoVersions, QuietFor: FlapsWithin),
        new(HealthKind.MassChange, MassChange, QuietFor: Quiet),
        new(HealthKind.Slow, Slow, QuietFor: Quiet),
        new(HealthKind.PagesFailing, PagesFailing, signs => signs.Gaps is not null),
        new(HealthKind.EntriesUnreadable, EntriesUnreadable, signs => signs.Failures == 0),
        new(HealthKind.LevelsUnreadable, LevelsUnreadable, signs => signs is { Failures: 0, Gaps: not null }),
        new(HealthKind.PlacesUnreadable, PlacesUnreadable, signs => signs is { Failures: 0, Gaps: not null }),
        // A page that moved is asked for once a day at least.
        new(HealthKind.Moved, Moved, QuietFor: 2 * Quiet),
    ];

    /// <returns>The channel's condition, and what is to be told of it.</returns>
    public static (HealthState State, IReadOnlyList<HealthEvent> Events) Judge(Channel channel, HealthState before, HealthObservations signs)
    {
        var seen = before with { Activity = signs.Findings.HasActivity ? ActivityPattern.With(before.Activity, signs.At) : before.Activity };
        var events = new List<HealthEvent>();
        var troubles = new List<OngoingProblem>();
        foreach (var rule in All)
        {
            var known = before.Troubles.FirstOrDefault(trouble => trouble.Kind == rule.Kind);
            if (rule.Holds(channel, seen, signs) is { } detail)
                troubles.Add(known is null ? Opened(channel, seen, rule.Kind, detail, signs.At, events) : known with { Detail = detail, SeenAt = signs.At });
            else if (known is not null && !rule.IsOver(known, signs))
                troubles.Add(known);
            else if (known is not null && rule.Ends is not null)
                events.Add(new HealthEvent(HealthKind.Recovered, seen.Events + events.Count + 1, Over(known, signs.At), known.EventId));
        }

        return (seen with
        {
            Troubles = troubles,
            ReturnedAt = signs.Findings.ReturnCount > 0 ? signs.At : before.ReturnedAt,
            Events = seen.Events + events.Count,
        }, events);
    }

    private static OngoingProblem Opened(Channel channel, HealthState state, HealthKind kind, string detail, DateTimeOffset at, List<HealthEvent> events)
    {
        var number = state.Events + events.Count + 1;
        events.Add(new HealthEvent(kind, number, detail, null));
        return new OngoingProblem(kind, at, detail, HealthEvent.IdOf(channel, number), at);
    }

    private static string? Failing(Channel channel, HealthState state, HealthObservations signs) =>
        signs is { Failures: >= FailuresNeeded, IsShape: false, Moved: null } ? $"{signs.Error} ({signs.Failures} polls in a row)" : null;

    private static string? ShapeChanged(Channel channel, HealthState state, HealthObservations signs) =>
        signs is { Failures: >= FailuresNeeded, IsShape: true, PlacesLost: null } ? $"{signs.Error} ({signs.Failures} polls in a row)" : null;

    private static string? LevelsUnreadable(Channel channel, HealthState state, HealthObservations signs) =>
        signs.Gaps is { } gaps && Matters(gaps.Levels, gaps.Notices)
            ? $"the levels of {gaps.Levels} of {gaps.Notices} notices cannot be read any more; the last known ones stand"
            : null;

    private static string? PagesFailing(Channel channel, HealthState state, HealthObservations signs) =>
        signs.Gaps is not { } gaps ? null
        : gaps.Pages >= ManyPages ? $"the pages of {gaps.Pages} of {gaps.Notices} notices cannot be read"
        : gaps.Pages > 0 && signs.At - gaps.PagesFailSince >= PagesFailFor
            ? string.Create(CultureInfo.InvariantCulture, $"no page was read since {gaps.PagesFailSince:yyyy-MM-dd HH:mm} UTC; {gaps.Pages} cannot be read")
        : null;

    private static string? EntriesUnreadable(Channel channel, HealthState state, HealthObservations signs) =>
        signs.EntriesUnreadable == 0 ? null
        : $"{signs.EntriesUnreadable} {(signs.EntriesUnreadable == 1 ? "entry" : "entries")} of the list cannot be read"
            + $"{(signs.EntryFault is { } fault ? $" ({fault})" : "")}; the others are read";

    private static string? PlacesUnreadable(Channel channel, HealthState state, HealthObservations signs) =>
        signs.PlacesLost
        ?? (signs.Gaps is { } gaps && Matters(gaps.Places, gaps.Notices)
            ? $"the places of {gaps.Places} of {gaps.Notices} notices cannot be read; their alerts pass every filter for countries"
            : null);

    private static string? Moved(Channel channel, HealthState state, HealthObservations signs) => signs.Moved;

    private static bool Matters(int count, int notices) => count >= Some && count >= Share * notices;

    private static string? Silent(Channel channel, HealthState state, HealthObservations signs) =>
        ActivityPattern.LongestSilence(state.Activity) is { } longest && signs.At - state.Activity[^1] > longest
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"nothing new since {state.Activity[^1]:yyyy-MM-dd}; it was never silent for longer than {(longest - Quiet).TotalDays / 2:0.#} days")
            : null;

    private static string? Clock(Channel channel, HealthState state, HealthObservations signs) =>
        signs.ClockOff > ClockTolerance ? $"the relay's clock and the publisher's are {Minutes(signs.ClockOff.Value)} apart" : null;

    private static string? TwoVersions(Channel channel, HealthState state, HealthObservations signs) =>
        signs.Findings.ReturnCount > 0 && signs.At - state.ReturnedAt < FlapsWithin
            ? "it serves two versions in turn; a version that was told already is not told again"
            : null;

    private static string? MassChange(Channel channel, HealthState state, HealthObservations signs) =>
        signs.Findings.Remarks.Count > 0 ? string.Join("; ", signs.Findings.Remarks) : null;

    private static string? Slow(Channel channel, HealthState state, HealthObservations signs) =>
        signs.Took > channel.Interval ? $"a poll took {Minutes(signs.Took)}, and one is due every {Minutes(channel.Interval)}" : null;

    private static string Over(OngoingProblem trouble, DateTimeOffset at) => $"{HealthEvent.Words(trouble.Kind)} is over after {Minutes(at - trouble.Since)}";

    private static string Minutes(TimeSpan time) =>
        time.TotalHours >= 48
            ? $"{time.TotalDays:0} days"
            : time.TotalMinutes >= 120 ? $"{time.TotalHours:0} hours" : $"{Math.Max(1, time.TotalMinutes):0} minutes";

    /// <param name="Holds">What is wrong, in words; null when nothing is.</param>
    /// <param name="Ends">What ends it; null when only time does.</param>
    private sealed record Rule(
        HealthKind Kind,
        Func<Channel, HealthState, HealthObservations, string?> Holds,
        Func<HealthObservations, bool>? Ends = null,
        TimeSpan QuietFor = default)
    {
        public bool IsOver(OngoingProblem known, HealthObservations signs) => Ends?.Invoke(signs) ?? signs.At - known.SeenAt > QuietFor;
    }
}
