using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels;

public sealed class CanonicalTextTests
{
    // Normalize throws at both. Attributes cannot hold half a pair.
    [Fact]
    public void What_is_no_character_stops_nothing()
    {
        Assert.Equal("half \uFFFD of a pair", CanonicalText.FromPlain("half \uD83D of a pair"));
        Assert.Equal("no \uFFFD character", CanonicalText.FromPlain("no \uFFFE character"));
    }
}
