using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Channels.Parsers;

namespace AlertRelay.Tests.Channels.Parsers;

public sealed class ZonedLevelTests
{
    private static readonly Channel Japan = Fixture.Channel("jp-mofa-anzen");

    [Fact]
    public void Each_of_these_is_graver_than_the_one_before()
    {
        string[][] rising = [["0"], ["1"], ["2", "1"], ["2"], ["3", "1"], ["3", "2", "1"], ["3", "2"], ["3"], ["4", "1"], ["4", "2", "1"], ["4", "3"], ["4"]];

        var levels = rising.Select(stated => ZonedLevel.Of(stated, Japan)).ToList();

        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second.CompareTo(pair.First) > 0, $"{pair.Second} after {pair.First}"));
    }

    [Fact]
    public void The_order_in_which_they_are_stated_and_repetitions_say_nothing() =>
        Assert.Equal(ZonedLevel.Of(["4", "1"], Japan), ZonedLevel.Of(["1", "4", "1"], Japan));

    [Fact]
    public void One_that_is_not_on_the_scale_makes_all_unreadable()
    {
        Assert.False(ZonedLevel.Of(["4", "x"], Japan).IsKnown);
        Assert.False(ZonedLevel.Of([], Japan).IsKnown);
    }

    [Fact]
    public void The_catalogue_may_say_that_a_part_is_less_grave_than_the_whole()
    {
        var level = ZonedLevel.Of(["Do not travel", "Exercise increased caution"], Fixture.Channel("nz-safetravel"));

        Assert.Equal((Severity.Severe, Scope.Part, "Do not travel; Exercise increased caution"), (level.Severity, level.Scope, level.Label));
    }
}
