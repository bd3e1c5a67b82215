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
    public void The_highest_names_all_who_say_it()
    {
        var comparison = LevelComparison.Of([("US", Severity.Extreme), ("UK", Severity.Extreme), ("DE", Severity.Minor)]);

        Assert.Equal(["UK", "US"], comparison.Highest!.Governments);
    }
}
