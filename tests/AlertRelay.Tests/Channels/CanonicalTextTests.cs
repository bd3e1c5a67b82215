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

    // Persian "mi-ravam", Hindi with a half form, Sinhala "Sri"; then where nothing joins.
    [Theory]
    [InlineData("می\u200Cروم", "می\u200Cروم")]
    [InlineData("क्\u200Dष", "क्\u200Dष")]
    [InlineData("ශ්\u200Dරී", "ශ්\u200Dරී")]
    [InlineData("tra\u200Cvel", "travel")]
    [InlineData("می\u200C روم", "می روم")]
    [InlineData("\u200Cروم\u200D", "روم")]
    [InlineData("ab\u200Dروم", "abروم")]
    [InlineData("می\u200Bروم", "میروم")]
    public void A_joiner_is_kept_where_it_is_spelling(string written, string text) => Assert.Equal(text, CanonicalText.FromPlain(written));

    [Fact]
    public void A_joiner_more_or_less_is_no_news() =>
        Assert.Equal(
            AlertRelay.Detection.NoticeFingerprints.OfSignificantFact("می\u200Cروم"), AlertRelay.Detection.NoticeFingerprints.OfSignificantFact("میروم"));
}
