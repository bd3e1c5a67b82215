using AlertRelay.Channels;

namespace AlertRelay.Tests.Channels;

public sealed class RedactedUrlTests
{
    [Theory]
    [InlineData("https://user:secret@example.org/feed.xml", "https://example.org/feed.xml")]
    [InlineData("https://secret@example.org:8443/feed.xml?a=1", "https://example.org:8443/feed.xml?a=1")]
    [InlineData("https://example.org/feed.xml?lang=en&api_key=secret&top=2", "https://example.org/feed.xml?lang=en&api_key=***&top=2")]
    [InlineData("https://example.org/feed.xml?Access-Token=secret&KEY=secret", "https://example.org/feed.xml?Access-Token=***&KEY=***")]
    [InlineData("https://example.org/api?code=secret==", "https://example.org/api?code=***")]
    public void User_names_passwords_and_secret_parameters_are_hidden(string url, string shown) =>
        Assert.Equal(shown, new Uri(url).Redacted().AbsoluteUri);

    [Theory]
    [InlineData("https://example.org/feed.xml")]
    [InlineData("https://example.org/feed.xml?country=IR&keyword=token")]
    [InlineData("https://api.example.org/2/users/1/tweets?max_results=100&tweet.fields=created_at,lang")]
    public void Other_addresses_stay_as_they_are(string url) => Assert.Same(url, new Uri(url).Redacted().OriginalString);

    [Fact]
    public void No_address_of_the_catalogue_is_changed() =>
        Assert.All(ChannelCatalog.Load(null).All.SelectMany(channel => channel.Urls), url => Assert.Same(url, url.Redacted()));
}
