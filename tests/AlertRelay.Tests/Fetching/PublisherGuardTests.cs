using AlertRelay.Detection;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Tests.Detection;
using AlertRelay.Tests.Networking;

namespace AlertRelay.Tests.Fetching;

/// <summary>What a publisher's document or redirect names lies on the public internet, or is not asked for.</summary>
public sealed class PublisherGuardTests : IDisposable
{
    private readonly HttpClient _guarded = new(PublisherHandler.Create(allowPrivateNetworks: false));

    [Theory]
    [MemberData(nameof(PrivateHosts.AtConnectionTime), MemberType = typeof(PrivateHosts))]
    public async Task Private_addresses_are_not_called_in_any_spelling(string host)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document());

        var failed = Assert.IsType<FetchResult.Failed>(await Fetch(publisher, new Uri($"http://{host}:{publisher.Root.Port}/")));

        Assert.Contains("lies in a private network", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("Fetching:AllowPrivateNetworks", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(publisher.Seen);
    }

    [Fact]
    public async Task A_name_that_is_not_found_is_said_to_be_so()
    {
        await using var publisher = await FakePublisher.Start(Answers.Document());

        var failed = Assert.IsType<FetchResult.Failed>(await Fetch(publisher, new Uri("http://relay.invalid/")));

        Assert.Equal("the name relay.invalid was not found", failed.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_operators_own_address_may_be_private_and_a_redirect_to_another_may_not(bool allowPrivateNetworks)
    {
        using var http = new HttpClient(PublisherHandler.Create(allowPrivateNetworks));
        await using var other = await FakePublisher.Start(Answers.Document());
        await using var publisher = await FakePublisher.Start(Answers.ByPath(
            ("/feed", Answers.Status(302, ("Location", "/here"))),
            ("/here", Answers.Document()),
            ("/away", Answers.Status(302, ("Location", other.Root.AbsoluteUri)))));

        var here = await Fetch(publisher, new Uri(publisher.Root, "/feed"), http, publisher.Root);
        var away = await Fetch(publisher, new Uri(publisher.Root, "/away"), http, publisher.Root);

        Assert.IsType<FetchResult.Fetched>(here);
        Assert.Equal(allowPrivateNetworks, away is FetchResult.Fetched);
        Assert.Equal(allowPrivateNetworks ? 1 : 0, other.Seen.Count);
    }

    [Theory]
    [InlineData("/", true, true)]
    [InlineData("/", false, false)]
    [InlineData("http://localhost/", true, false)]
    public async Task Pages_are_read_at_the_private_host_and_port_that_the_operator_named_and_no_other(string page, bool named, bool read)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document());
        var channel = Some.Channel() with { Urls = [publisher.Root], Hosts = ["localhost"], AreUrlsOperators = named };
        var address = new UriBuilder(new Uri(publisher.Root, page)) { Port = publisher.Root.Port }.Uri;
        var state = new NoticeState { Key = "a", Page = new PageState(address, "2", "1", null, null, null) };

        await new PageReader(publisher.FetcherOn(_guarded), ChannelCredentialStore.None, publisher.Time)
            .Read(channel, state, null, TestContext.Current.CancellationToken);

        Assert.Equal(read ? 1 : 0, publisher.Seen.Count);
    }

    [Fact]
    public async Task A_redirect_to_an_address_with_a_password_is_not_followed()
    {
        await using var publisher = await FakePublisher.Start(
            context => Answers.Status(302, ("Location", $"http://user:secret@{context.Request.Host}/feed"))(context));

        Assert.Equal(new FetchResult.Failed("HTTP 302 to an address with a user name or password"), await publisher.Fetch());
    }

    public void Dispose() => _guarded.Dispose();

    private Task<FetchResult> Fetch(FakePublisher publisher, Uri url, HttpClient? http = null, params Uri[] operators) =>
        publisher.FetcherOn(http ?? _guarded).Fetch(
            new FetchRequest(url, CacheValidators.None) { OperatorUrls = operators }, TestContext.Current.CancellationToken);
}
