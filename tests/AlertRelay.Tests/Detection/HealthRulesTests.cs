using AlertRelay.Alerts;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

public sealed class HealthRulesTests
{
    private HealthState _state = HealthState.Healthy;
    private DateTimeOffset _now = Some.Morning;

    [Fact]
    public void The_third_failure_in_a_row_is_told_once_and_its_end_too()
    {
        Assert.Empty(Poll(failures: 1));
        Assert.Empty(Poll(failures: 2));
        Assert.Equal(HealthKind.Failing, Assert.Single(Poll(failures: 3)).Kind);
        Assert.Empty(Poll(failures: 4));
        Assert.Equal("HTTP 503 (4 polls in a row)", Assert.Single(_state.Troubles).Detail);

        var over = Assert.Single(Poll());
        Assert.Equal((HealthKind.Recovered, HealthEvent.IdOf(Some.Channel(), 1)), (over.Kind, over.Ends));
        Assert.Empty(_state.Troubles);
        Assert.Empty(Poll());
    }

    [Fact]
    public void A_document_of_another_format_is_told_as_such()
    {
        Poll(failures: 2, shape: true);
        Assert.Equal(HealthKind.ShapeChanged, Assert.Single(Poll(failures: 3, shape: true)).Kind);
        Assert.Equal(HealthKind.Recovered, Assert.Single(Poll()).Kind);
    }

    [Fact]
    public void One_return_to_an_earlier_version_is_weather_and_a_second_one_within_days_is_told_once()
    {
        var back = DetectionResult.Nothing with { ReturnCount = 1 };
        Assert.Empty(Poll(findings: back));
        Poll();
        Assert.Equal(HealthKind.TwoVersions, Assert.Single(Poll(findings: back)).Kind);
        Assert.Empty(Poll(findings: back));

        _now += TimeSpan.FromDays(8);
        Assert.Empty(Poll());
        Assert.Empty(_state.Troubles);
    }

    [Fact]
    public void A_change_of_everything_at_once_is_told_once_a_day()
    {
        var mass = DetectionResult.Nothing with { Remarks = ["implausibly many levels dropped at once: held"] };
        Assert.Equal(HealthKind.MassChange, Assert.Single(Poll(findings: mass)).Kind);
        Assert.Empty(Poll());
        Assert.Empty(Poll(findings: mass));

        _now += TimeSpan.FromDays(2);
        Poll();
        Assert.Single(Poll(findings: mass));
    }

    [Fact]
    public void Silence_is_measured_by_the_channels_own_rhythm()
    {
        // Something new every two days: four days and one of grace are its limit.
        for (var day = 0; day < 20; day += 2)
            Assert.Empty(At(day, moved: true));

        Assert.Empty(At(22));
        var silent = Assert.Single(At(24));
        Assert.Equal(HealthKind.Silent, silent.Kind);
        Assert.Equal("nothing new since 2026-03-20; it was never silent for longer than 2 days", silent.Detail);
        Assert.Empty(At(40));
        Assert.Equal(HealthKind.Recovered, Assert.Single(At(41, moved: true)).Kind);
    }

    [Fact]
    public void A_channel_that_showed_too_little_yet_is_never_called_silent()
    {
        for (var day = 0; day < 7; day++)
            At(day, moved: true);

        Assert.Empty(At(300));
    }

    [Fact]
    public void A_burst_of_news_does_not_teach_that_news_comes_by_the_minute()
    {
        for (var day = 0; day < 20; day += 2)
        {
            for (var poll = 0; poll < 30; poll++)
                Poll(findings: DetectionResult.Nothing with { HasActivity = true });
            _now = Some.Morning.AddDays(day + 2);
        }

        Assert.InRange(_state.Activity.Count, 10, 20);
        Assert.Empty(Poll());
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public void Clocks_that_are_far_apart_are_told(int minutes, bool told)
    {
        Assert.Equal(told, Poll(clockOff: TimeSpan.FromMinutes(minutes)).Any(happened => happened.Kind == HealthKind.Clock));
        Assert.Equal(told, Poll(clockOff: TimeSpan.Zero).Any(happened => happened.Kind == HealthKind.Recovered));
    }

    [Fact]
    public void A_poll_that_takes_longer_than_its_interval_is_told() =>
        Assert.Equal(HealthKind.Slow, Assert.Single(Poll(took: TimeSpan.FromMinutes(16))).Kind);

    [Fact]
    public void Several_troubles_at_once_have_ids_of_their_own()
    {
        var events = Poll(failures: 3, clockOff: TimeSpan.FromHours(1), took: TimeSpan.FromHours(1));
        Assert.Equal([1, 2, 3], events.Select(happened => happened.Number));
        Assert.Equal(3, _state.Troubles.Select(trouble => trouble.EventId).Distinct().Count());
    }

    [Fact]
    public void An_event_says_what_it_is_and_ends_by_reference()
    {
        var failing = Poll(failures: 3)[0].ToAlert(Some.Channel(), Some.Evidence(), _now);
        var over = Poll()[0].ToAlert(Some.Channel(), Some.Evidence(), _now);

        Assert.Equal((EventKind.Health, HealthKind.Failing, MessageType.Alert), (failing.Kind, failing.Health, failing.MessageType));
        Assert.Equal("xx-test-travel: not being read: HTTP 503 (3 polls in a row)", failing.Headline);
        Assert.Equal((HealthKind.Recovered, MessageType.Cancel, ChangeKind.Withdrawn), (over.Health, over.MessageType, over.Change));
        Assert.Equal([failing.Id], over.References);
    }

    private IReadOnlyList<HealthEvent> At(int day, bool moved = false)
    {
        _now = Some.Morning.AddDays(day);
        return Poll(findings: DetectionResult.Nothing with { HasActivity = moved });
    }

    private IReadOnlyList<HealthEvent> Poll(
        int failures = 0, bool shape = false, DetectionResult? findings = null, TimeSpan? clockOff = null, TimeSpan took = default)
    {
        var signs = new HealthObservations(_now, failures, failures > 0 ? "HTTP 503" : null, shape, findings ?? DetectionResult.Nothing, 200, clockOff, took);
        (_state, var events) = HealthRules.Evaluate(Some.Channel(), _state, signs);
        _now += TimeSpan.FromMinutes(15);
        return events;
    }
}
