using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels;

public sealed class CanonicalTextTests
{
    // Normalize throws at both.
    [Theory]
    [InlineData("half \uD83D of a pair", "half \uFFFD of a pair")]
    [InlineData("no \uFFFE character", "no \uFFFD character")]
    public void What_is_no_character_stops_nothing(string text, string canonical) => Assert.Equal(canonical, CanonicalText.FromPlain(text));
}
