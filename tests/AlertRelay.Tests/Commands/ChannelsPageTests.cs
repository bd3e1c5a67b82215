using AlertRelay.Channels;
using AlertRelay.Commands;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Commands;

public sealed class ChannelsPageTests
{
    [Theory]
    [InlineData(24 * 60, 5, "1d")]
    [InlineData(90, 5, "1h30m")]
    [InlineData(5, 5, "5m")]
    [InlineData(4, 5, "5m (the minimum; 4m is set)")]
    public void The_interval_of_a_channel_is_the_real_one(int minutes, int minimum, string printed)
    {
        var channel = ChannelCatalog.Load(null).All[0] with { Interval = TimeSpan.FromMinutes(minutes), MinimumInterval = TimeSpan.FromMinutes(minimum) };

        Assert.Equal(printed, ChannelsPage.Every(channel));
    }

    [Fact]
    public void The_page_of_channels_says_what_the_catalogue_says()
    {
        var written = File.ReadAllText(Path.Combine(Repository.Root, "docs", "channels.md"));

        Assert.True(
            ChannelsPage.Of(ChannelCatalog.Load(null)) == written,
            "docs/channels.md is stale: run \"dotnet run --project src/AlertRelay -- channels --markdown > docs/channels.md\".");
    }
}
