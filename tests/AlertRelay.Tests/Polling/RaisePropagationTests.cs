using AlertRelay.Alerts;
using AlertRelay.Polling;

namespace AlertRelay.Tests.Polling;

public sealed class RaisePropagationTests
{
    private static readonly DateTimeOffset Now = AlertRelay.Tests.Detection.Some.Morning;

    private static readonly ChannelState Rose = new() { Channel = "rose", RaisedElsewhere = new RaisePropagation(Now, ["IR", "IQ"]) };

    [Theory]
    [InlineData(Category.Travel, "GB", true)]
    [InlineData(Category.Threat, "IR", true)]
    [InlineData(Category.Threat, "GB", false)]
    [InlineData(Category.Cyber, null, false)]
    public void Travel_advice_covers_every_country_and_others_cover_their_own(Category category, string? country, bool hurried)
    {
        var channel = PollingTrial.StateLike("other", country) with { Category = category };

        Assert.Equal(hurried ? Now : null, RaisePropagation.DueAt(channel, Polled(-10), [Rose], Now.AddMinutes(1)));
    }

    [Fact]
    public void What_the_publisher_allows_is_kept()
    {
        var state = Polled(-1) with { SoonestAt = Now.AddMinutes(9) };
        Assert.Equal(Now.AddMinutes(9), RaisePropagation.DueAt(PollingTrial.StateLike("other"), state, [Rose], Now.AddMinutes(1)));
    }

    [Fact]
    public void Whoever_looked_since_or_rose_itself_is_not_hurried_nor_is_anybody_for_long()
    {
        var channel = PollingTrial.StateLike("other");
        Assert.Null(RaisePropagation.DueAt(channel, Polled(1), [Rose], Now.AddMinutes(2)));
        Assert.Null(RaisePropagation.DueAt(channel with { Id = "rose" }, Polled(-10) with { Channel = "rose" }, [Rose], Now.AddMinutes(1)));
        Assert.Null(RaisePropagation.DueAt(channel, Polled(-10), [Rose], Now.AddMinutes(61)));
    }

    [Fact]
    public async Task A_rise_leaves_a_surge_in_the_channels_row_and_a_drop_does_not()
    {
        using var trial = new PollingTrial();
        await trial.Poll(("Iran", 3), ("Iraq", 3));
        Assert.Null((await trial.State()).RaisedElsewhere);

        await trial.Poll(("Iran", 4), ("Iraq", 2));
        Assert.Equal(["IR"], (await trial.State()).RaisedElsewhere!.Countries);
    }

    private static ChannelState Polled(int minute) => new() { Channel = "other", LastPollAt = Now.AddMinutes(minute) };
}
