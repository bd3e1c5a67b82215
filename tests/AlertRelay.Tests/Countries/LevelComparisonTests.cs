using AlertRelay.Alerts;
using AlertRelay.Countries;

namespace AlertRelay.Tests.Countries;

public sealed class LevelComparisonTests
{
    [Theory]
    [InlineData("", 0, null, null, null, null, "")]
    [InlineData("UK Minor", 1, "Minor", "Minor", "Minor", "Minor", "")]
    [InlineData("UK Minor, US Extreme", 2, "Minor", "Extreme", "Minor", "Extreme", "")]
    [InlineData("UK Minor, US Moderate, DE Extreme", 3, "Minor", "Extreme", "Moderate", "Moderate", "DE")]
    [InlineData("UK Moderate, US Moderate, DE Severe", 3, "Moderate", "Severe", "Moderate", "Moderate", "")]
    [InlineData("UK Minor, US Severe, DE Extreme", 3, "Minor", "Extreme", "Severe", "Severe", "UK")]
    [InlineData("UK Minor, US Minor, DE Severe, FR Extreme", 4, "Minor", "Extreme", "Minor", "Severe", "")]
    [InlineData("UK Minor, US Unknown, DE Unknown", 1, "Minor", "Minor", "Minor", "Minor", "")]
    [InlineData("UK Minor, UK Extreme, US Extreme", 2, "Extreme", "Extreme", "Extreme", "Extreme", "")]
    public void Levels_are_compared_by_government_and_never_averaged(
        string levels, int governments, string? lowest, string? highest, string? from, string? to, string differing)
    {
        var comparison = LevelComparison.Of(levels.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(level => level.Split(' '))
            .Select(level => (level[0], Enum.Parse<Severity>(level[1]))));

        Assert.Equal(governments, comparison.Governments);
        Assert.Equal((lowest, highest), (comparison.Lowest?.Severity.ToString(), comparison.Highest?.Severity.ToString()));
        Assert.Equal((from, to), (comparison.Median?.From.ToString(), comparison.Median?.To.ToString()));
        Assert.Equal(differing, string.Join(' ', comparison.Differing));
    }

    [Fact]
    public void Two_channels_of_one_government_are_one_government()
    {
        var picture = CountryPicture.Of(
            new Area("IQ", "Iraq"), DateTimeOffset.UnixEpoch,
            [.. new[] { ("us-state-travel", "US"), ("us-embassies", "US"), ("gb", "UK") }.Select(channel => new AuthorityLevel
            {
                Channel = channel.Item1, Authority = channel.Item1, Government = channel.Item2, State = Knowledge.Known,
                Whole = new Level("4", "Do not travel", Severity.Extreme),
            })]);

        Assert.Equal((2, 2), (picture.Governments, picture.Whole.Governments));
    }

    [Fact]
    public void The_most_severe_level_has_the_highest_severity_and_then_the_highest_step()
    {
        Level[] levels = [new("a", "a", Severity.Severe, Step: 9), new("b", "b", Severity.Extreme, Step: 1), new("c", "c", Severity.Extreme, Step: 2)];

        Assert.Equal("c", Level.MostSevere(levels)?.Native);
        Assert.Null(Level.MostSevere([]));
    }

    [Fact]
    public void The_highest_names_all_who_say_it()
    {
        var comparison = LevelComparison.Of([("US", Severity.Extreme), ("UK", Severity.Extreme), ("DE", Severity.Minor)]);

        Assert.Equal(["UK", "US"], comparison.Highest!.Governments);
    }
}
