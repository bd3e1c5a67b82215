using AlertRelay.Fetching;

namespace AlertRelay.Tests.Fetching;

/// <summary>A channel's token is a secret between the operator and one publisher.</summary>
public sealed class BearerTokenTests
{
    private static readonly BearerToken Token = new("top-secret");

    [Fact]
    public async Task A_token_follows_a_redirect_within_its_origin_and_never_leaves_it()
    {
        await using var other = await FakePublisher.Start(Answers.ByPath(("/elsewhere", Answers.Document())));
        await using var publisher = await FakePublisher.Start(Answers.ByPath(
            ("/old", Answers.Status(301, ("Location", "/new"))),
            ("/new", Answers.Status(302, ("Location", new Uri(other.Root, "/elsewhere").AbsoluteUri)))));

        Assert.IsType<FetchResult.Fetched>(await publisher.Fetch("/old", token: Token));

        Assert.Equal([("/old", "Bearer top-secret"), ("/new", "Bearer top-secret")], publisher.Seen.Select(seen => (seen.Path, seen["Authorization"])));
        Assert.False(Assert.Single(other.Seen).Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData("https://api.example.org/other?page=2", true)]
    [InlineData("https://API.Example.ORG/feed", true)]
    [InlineData("https://api.example.org:443/feed", true)]
    [InlineData("https://api.example.org:8443/feed", false)]
    [InlineData("http://api.example.org/feed", false)]
    [InlineData("http://api.example.org:443/feed", false)]
    [InlineData("https://example.org/feed", false)]
    [InlineData("https://www.api.example.org/feed", false)]
    [InlineData("https://api.example.org.example.net/feed", false)]
    [InlineData("https://api.example.org@example.net/feed", false)]
    public void A_token_is_sent_to_the_scheme_host_and_port_that_it_was_given_for(string address, bool sent)
    {
        var request = new FetchRequest(new Uri("https://api.example.org/feed"), CacheValidators.None, Credential: Token);

        using var message = ConditionalRequest.Create(new Uri(address), request, new FetchingOptions());

        Assert.Equal(sent ? "Bearer top-secret" : null, message.Headers.Authorization?.ToString());
    }

    [Fact]
    public async Task Without_a_token_no_header_is_sent()
    {
        await using var publisher = await FakePublisher.Start(Answers.Document());

        await publisher.Fetch();

        Assert.False(Assert.Single(publisher.Seen).Headers.ContainsKey("Authorization"));
    }
}
