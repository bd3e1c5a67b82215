using AlertRelay.Alerts;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Polling;

/// <summary>A notice whose place cannot be read may be about any; a list that loses its places is held.</summary>
public sealed class ChannelPlacesTests : IDisposable
{
    private static readonly Filter OfIran = new() { Countries = ["IR"] };

    private readonly PollingTrial _trial = new(PollingTrial.StateLike() with { HasPlaces = true });

    public void Dispose() => _trial.Dispose();

    [Fact]
    public async Task A_new_notice_without_a_place_passes_every_filter_for_countries()
    {
        await _trial.Poll(("Iran", 4), ("Iraq", 3));

        var alert = Assert.Single((await _trial.Poll(("Iran", 4), ("Iraq", 3), ("Atlantis", 4))).Alerts);

        Assert.True(alert.PlaceUnknown);
        Assert.Equal(["place unknown"], alert.Marks);
        Assert.True(OfIran.Matches(alert));
        Assert.Equal(1, (await _trial.State()).PlacesUnreadable);
    }

    [Fact]
    public async Task Without_places_a_channel_is_as_before()
    {
        _trial.Channel = PollingTrial.StateLike();
        await _trial.Poll(("Iran", 4), ("Iraq", 3));

        var alert = Assert.Single((await _trial.Poll(("Iran", 4), ("Iraq", 3), ("Atlantis", 4))).Alerts);

        Assert.Empty(alert.Marks);
        Assert.False(OfIran.Matches(alert));
    }

    [Theory]
    [InlineData(2, 5, PollOutcome.Read)]
    [InlineData(3, 5, PollOutcome.Failed)]
    [InlineData(3, 6, PollOutcome.Read)]
    [InlineData(4, 4, PollOutcome.Read)]
    public async Task A_list_that_loses_most_of_its_places_at_once_is_held_and_told(int lost, int notices, PollOutcome outcome)
    {
        string[] countries = ["Iran", "Iraq", "Japan", "Kenya", "Peru", "Chad"];
        await _trial.Poll([.. countries.Take(notices).Select(country => (country, 2))]);

        var report = await _trial.Poll([.. countries.Take(notices).Select((country, number) => (number < lost ? $"Land {number}" : country, 4))]);

        Assert.Equal(outcome, report.Outcome);
        if (outcome == PollOutcome.Failed)
        {
            Assert.Empty(report.Alerts);
            Assert.Contains(report.HealthEvents, happened => happened.Health == HealthKind.PlacesUnreadable
                && happened.Summary.Contains($"{lost} of {notices}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_hold_ends_after_three_days()
    {
        string[] countries = ["Iran", "Iraq", "Japan", "Kenya", "Peru"];
        await _trial.Poll([.. countries.Select(country => (country, 2))]);
        var nowhere = countries.Select((_, number) => ($"Land {number}", 2)).ToArray();

        _trial.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(16));
        Assert.Equal(PollOutcome.Failed, (await _trial.Poll(nowhere)).Outcome);
        Assert.Equal(PollOutcome.Read, (await _trial.Poll(nowhere)).Outcome);
    }
}
