using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Detection;

/// <summary>
/// Decides when a channel has a problem, and when it is over. Pure, like the rules for notices. A lasting problem, such as a failing channel, ends
/// with the first success, which sends a recovery event. A momentary problem, such as a mass change, is sent once, and again only after a pause.
/// </summary>
internal static class HealthRules
{
    // Two failures in a row are often transient. The third comes half an hour or more after the first.
    private const int FailuresNeeded = 3;
    private const int MinCount = 3;
    private const double MinShare = 0.05;
    private const int ManyPages = 3;
    private static readonly TimeSpan PagesFailFor = TimeSpan.FromHours(12);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FlapWindow = TimeSpan.FromDays(7);
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromDays(1);

    private static readonly IReadOnlyList<Rule> All =
    [
        new(HealthKind.Failing, Failing, observations => observations.Failures == 0),
        new(HealthKind.ShapeChanged, ShapeChanged, observations => observations.Failures == 0),
        new(HealthKind.Silent, Silent, observations => observations.Findings.HasActivity),
        new(HealthKind.Clock, Clock, observations => observations.ClockOff < ClockTolerance),
        new(HealthKind.TwoVersions, TwoVersions, EndsAfter: FlapWindow),
        new(HealthKind.MassChange, MassChange, EndsAfter: RepeatInterval),
        new(HealthKind.Slow, Slow, EndsAfter: RepeatInterval),
        new(HealthKind.PagesFailing, PagesFailing, observations => observations.Findings.Gaps is not null),
        new(HealthKind.EntriesUnreadable, EntriesUnreadable, observations => observations.Failures == 0),
        new(HealthKind.LevelsUnreadable, LevelsUnreadable, observations => observations is { Failures: 0, Findings.Gaps: not null }),
        new(HealthKind.PlacesUnreadable, PlacesUnreadable, observations => observations is { Failures: 0, Findings.Gaps: not null }),
        // A moved page is requested at least once a day.
        new(HealthKind.Moved, Moved, EndsAfter: 2 * RepeatInterval),
    ];

    /// <returns>The channel's health, and the events to send.</returns>
    public static (HealthState State, IReadOnlyList<HealthEvent> Events) Evaluate(Channel channel, HealthState before, HealthObservations observations)
    {
        var current = before with { Activity = observations.Findings.HasActivity ? ActivityPattern.With(before.Activity, observations.At) : before.Activity };
        var events = new List<HealthEvent>();
        var problems = new List<OngoingProblem>();
        foreach (var rule in All)
        {
            var known = before.Troubles.FirstOrDefault(problem => problem.Kind == rule.Kind);
            if (rule.Detect(channel, current, observations) is { } detail)
                problems.Add(known is null
                    ? Begin(channel, current, rule.Kind, detail, observations.At, events)
                    : known with { Detail = detail, SeenAt = observations.At });
            else if (known is not null && !rule.IsOver(known, observations))
                problems.Add(known);
            else if (known is not null && rule.Ends is not null)
                events.Add(new HealthEvent(HealthKind.Recovered, current.Events + events.Count + 1, OverText(known, observations.At), known.EventId));
        }

        return (current with
        {
            Troubles = problems,
            ReturnedAt = observations.Findings.ReturnCount > 0 ? observations.At : before.ReturnedAt,
            Events = current.Events + events.Count,
        }, events);
    }

    private static OngoingProblem Begin(Channel channel, HealthState state, HealthKind kind, string detail, DateTimeOffset at, List<HealthEvent> events)
    {
        var number = state.Events + events.Count + 1;
        events.Add(new HealthEvent(kind, number, detail, null));
        return new OngoingProblem(kind, at, detail, HealthEvent.IdOf(channel, number), at);
    }

    private static string? Failing(Channel channel, HealthState state, HealthObservations observations) =>
        observations is { Failures: >= FailuresNeeded, IsShape: false, Moved: null } ? $"{observations.Error} ({observations.Failures} polls in a row)" : null;

    private static string? ShapeChanged(Channel channel, HealthState state, HealthObservations observations) =>
        observations is { Failures: >= FailuresNeeded, IsShape: true, PlacesLost: null }
            ? $"{observations.Error} ({observations.Failures} polls in a row)"
            : null;

    private static string? LevelsUnreadable(Channel channel, HealthState state, HealthObservations observations) =>
        observations.Findings.Gaps is { } gaps && IsSignificant(gaps.Levels, gaps.Notices)
            ? $"the levels of {gaps.Levels} of {gaps.Notices} notices cannot be read any more; the last known ones stand"
            : null;

    private static string? PagesFailing(Channel channel, HealthState state, HealthObservations observations) =>
        observations.Findings.Gaps is not { } gaps ? null
        : gaps.Pages >= ManyPages ? $"the pages of {gaps.Pages} of {gaps.Notices} notices cannot be read"
        : gaps.Pages > 0 && observations.At - gaps.PagesFailSince >= PagesFailFor
            ? string.Create(CultureInfo.InvariantCulture, $"no page was read since {gaps.PagesFailSince:yyyy-MM-dd HH:mm} UTC; {gaps.Pages} cannot be read")
        : null;

    private static string? EntriesUnreadable(Channel channel, HealthState state, HealthObservations observations) =>
        observations.EntriesUnreadable == 0 ? null
        : $"{CountText.Of(observations.EntriesUnreadable, "entry", "entries")} of the list cannot be read"
            + $"{(observations.EntryFault is { } fault ? $" ({fault})" : "")}; the others are read";

    private static string? PlacesUnreadable(Channel channel, HealthState state, HealthObservations observations) =>
        observations.PlacesLost
        ?? (observations.Findings.Gaps is { } gaps && IsSignificant(gaps.Places, gaps.Notices)
            ? $"the places of {gaps.Places} of {gaps.Notices} notices cannot be read; their alerts pass every filter for countries"
            : null);

    private static string? Moved(Channel channel, HealthState state, HealthObservations observations) => observations.Moved;

    private static bool IsSignificant(int count, int notices) => count >= MinCount && count >= MinShare * notices;

    private static string? Silent(Channel channel, HealthState state, HealthObservations observations) =>
        ActivityPattern.MaxSilence(state.Activity) is { } limit && observations.At - state.Activity[^1] > limit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"nothing new since {state.Activity[^1]:yyyy-MM-dd}; it was never silent for longer than {(limit - RepeatInterval).TotalDays / 2:0.#} days")
            : null;

    private static string? Clock(Channel channel, HealthState state, HealthObservations observations) =>
        observations.SetBack > ClockTolerance ? $"the relay's clock went back by {Minutes(observations.SetBack.Value)}; what was due later than now is due now"
        : observations.ClockOff > ClockTolerance ? $"the relay's clock and the publisher's are {Minutes(observations.ClockOff.Value)} apart" : null;

    private static string? TwoVersions(Channel channel, HealthState state, HealthObservations observations) =>
        observations.Findings.ReturnCount > 0 && observations.At - state.ReturnedAt < FlapWindow
            ? "it alternates between two versions; a version that was already sent is not sent again"
            : null;

    private static string? MassChange(Channel channel, HealthState state, HealthObservations observations) =>
        observations.Findings.Remarks.Count > 0 ? string.Join("; ", observations.Findings.Remarks) : null;

    private static string? Slow(Channel channel, HealthState state, HealthObservations observations) =>
        observations.Took > channel.Interval ? $"a poll took {Minutes(observations.Took)}, and one is due every {Minutes(channel.Interval)}" : null;

    private static string OverText(OngoingProblem problem, DateTimeOffset at) =>
        $"{HealthEvent.Words(problem.Kind)} is over after {Minutes(at - problem.Since)}";

    private static string Minutes(TimeSpan time) =>
        time.TotalHours >= 48
            ? $"{time.TotalDays:0} days"
            : time.TotalMinutes >= 120 ? $"{time.TotalHours:0} hours" : $"{Math.Max(1, time.TotalMinutes):0} minutes";

    /// <param name="Detect">Describes the problem; null for none.</param>
    /// <param name="Ends">Whether the problem is over; null if only time ends it.</param>
    private sealed record Rule(
        HealthKind Kind,
        Func<Channel, HealthState, HealthObservations, string?> Detect,
        Func<HealthObservations, bool>? Ends = null,
        TimeSpan EndsAfter = default)
    {
        public bool IsOver(OngoingProblem known, HealthObservations observations) => Ends?.Invoke(observations) ?? observations.At - known.SeenAt > EndsAfter;
    }
}
