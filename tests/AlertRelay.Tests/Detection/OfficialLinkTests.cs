using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

/// <summary>Readers trust the link of an alert: it must never lead to anybody but the authority.</summary>
public sealed class OfficialLinkTests
{
    private const string Homepage = "https://www.ministry.example/advice", Feed = "https://feeds.example.org/advice.xml";

    [Theory]
    [InlineData("https://www.ministry.example/iran")]
    [InlineData("https://ministry.example/iran?lang=en#top")]
    [InlineData("https://travel.ministry.example/iran")]
    [InlineData("http://MINISTRY.example/iran")]
    [InlineData("https://feeds.example.org/iran")]
    [InlineData("https://new.feeds.example.org/iran")]
    public void A_link_to_the_channels_own_hosts_stays(string link) => Assert.Equal(new Uri(link), Of(link));

    [Theory]
    [InlineData("https://other.example/iran")]
    [InlineData("https://example.org/iran")]
    [InlineData("https://evilministry.example/iran")]
    [InlineData("https://ministry.example.other.example/iran")]
    [InlineData("https://ministry.example@other.example/iran")]
    [InlineData("https://gov.uk@ministry.example/iran")]
    [InlineData("https://user:password@ministry.example/iran")]
    [InlineData("https://user@travel.ministry.example/iran")]
    [InlineData("ftp://ministry.example/iran")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,ministry.example")]
    [InlineData("mailto:desk@ministry.example")]
    public void Any_other_link_becomes_the_channels_homepage(string link) => Assert.Equal(new Uri(Homepage), Of(link));

    private static Uri Of(string link) => OfficialLink.Of(Some.Channel() with { Homepage = new Uri(Homepage), Urls = [new Uri(Feed)] }, new Uri(link));
}
