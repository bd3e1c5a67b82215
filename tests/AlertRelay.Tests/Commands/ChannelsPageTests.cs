using AlertRelay.Channels;
using AlertRelay.Commands;
using AlertRelay.Tests.Infra;

namespace AlertRelay.Tests.Commands;

public sealed class ChannelsPageTests
{
    [Fact]
    public void The_page_of_channels_says_what_the_catalogue_says()
    {
        var written = File.ReadAllText(Path.Combine(Repository.Root, "docs", "channels.md"));

        Assert.True(
            ChannelsPage.Of(ChannelCatalog.Load(null)) == written,
            "docs/channels.md is stale: run \"dotnet run --project src/AlertRelay -- channels --markdown > docs/channels.md\".");
    }
}
