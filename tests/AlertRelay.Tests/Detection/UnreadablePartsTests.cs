using AlertRelay.Alerts;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

/// <summary>What cannot be read of a channel that answers is told within a day, with its numbers.</summary>
public sealed class UnreadablePartsTests
{
    private HealthState _state = HealthState.Healthy;
    private DateTimeOffset _now = Some.Morning;

    [Theory]
    [InlineData(2, 10, false)]
    [InlineData(3, 10, true)]
    [InlineData(3, 60, true)]
    [InlineData(3, 61, false)]
    [InlineData(10, 200, true)]
    [InlineData(9, 200, false)]
    public void Levels_and_places_that_cannot_be_read_are_told_from_three_and_a_twentieth_on(int unreadable, int notices, bool told)
    {
        var events = Poll(gaps: new ReadingGaps(notices, unreadable, unreadable, 0, null));

        Assert.Equal(told ? [HealthKind.LevelsUnreadable, HealthKind.PlacesUnreadable] : [], events.Select(happened => happened.Kind));
        Assert.All(events, happened => Assert.Contains($"{unreadable} of {notices}", happened.Detail, StringComparison.Ordinal));
        Assert.Empty(Poll());
        Assert.Equal(events.Count, Poll(gaps: Readable).Count(happened => happened.Kind == HealthKind.Recovered));
    }

    [Theory]
    [InlineData(2, null, false)]
    [InlineData(3, null, true)]
    [InlineData(1, 11 * 60 + 59, false)]
    [InlineData(1, 12 * 60, true)]
    [InlineData(0, 12 * 60, false)]
    public void Three_failing_pages_are_told_and_one_where_no_page_was_read_for_half_a_day(int pages, int? minutes, bool told)
    {
        DateTimeOffset? since = minutes is { } ago ? _now.AddMinutes(-ago) : null;
        var events = Poll(gaps: new ReadingGaps(400, 0, 0, pages, since));

        Assert.Equal(told, events.Any(happened => happened.Kind == HealthKind.PagesFailing));
        Assert.Empty(Poll());
        Assert.Equal(told, Poll(gaps: Readable).Any(happened => happened.Kind == HealthKind.Recovered));
    }

    [Fact]
    public void Odd_entries_are_told_at_once_and_until_there_are_none()
    {
        var told = Assert.Single(Poll(signs => signs with { EntriesUnreadable = 1, EntryFault = "a cveID that is none" }));
        Assert.Equal(HealthKind.EntriesUnreadable, told.Kind);
        Assert.Equal("1 entry of the list cannot be read (a cveID that is none); the others are read", told.Detail);

        Assert.Empty(Poll(signs => signs with { EntriesUnreadable = 1 }));
        Assert.Equal(HealthKind.Recovered, Assert.Single(Poll()).Kind);
    }

    [Fact]
    public void A_move_to_another_host_is_told_at_the_first_poll_and_once()
    {
        static HealthObservations Moved(HealthObservations signs) => signs with { Failures = 1, Error = "it moved", Moved = "it moved" };

        Assert.Equal((HealthKind.Moved, "it moved"), Assert.Single(Poll(Moved)) is var told ? (told.Kind, told.Detail) : default);
        Assert.Empty(Poll(signs => Moved(signs) with { Failures = 3 }));
        Assert.Empty(Poll());
    }

    [Fact]
    public void Places_lost_by_most_are_told_at_the_first_poll_and_are_no_change_of_shape()
    {
        static HealthObservations Lost(HealthObservations signs) => signs with { Failures = 3, IsShape = true, Error = "lost", PlacesLost = "lost" };

        Assert.Equal(HealthKind.PlacesUnreadable, Assert.Single(Poll(Lost)).Kind);
        Assert.Empty(Poll());
        Assert.Equal(HealthKind.Recovered, Assert.Single(Poll(gaps: Readable)).Kind);
    }

    private static ReadingGaps Readable => new(200, 0, 0, 0, null);

    private IReadOnlyList<HealthEvent> Poll() => Poll(signs => signs);

    private IReadOnlyList<HealthEvent> Poll(ReadingGaps gaps) => Poll(signs => signs with { Findings = DetectionResult.Nothing with { Gaps = gaps } });

    private IReadOnlyList<HealthEvent> Poll(Func<HealthObservations, HealthObservations> change)
    {
        (_state, var events) = HealthRules.Evaluate(
            Some.Channel(), _state, change(new HealthObservations(_now, 0, null, false, DetectionResult.Nothing, 200, null, default)));
        _now += TimeSpan.FromMinutes(15);
        return events;
    }
}
