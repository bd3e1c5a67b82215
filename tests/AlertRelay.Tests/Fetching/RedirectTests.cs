using AlertRelay.Fetching;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Fetching;

public sealed class RedirectTests
{
    private static readonly CacheValidators Known = new("\"v1\"", "Mon, 02 Mar 2026 08:00:00 GMT", "aa");

    [Theory]
    [InlineData("301", "/1")]
    [InlineData("308", "/1")]
    [InlineData("302", null)]
    [InlineData("303", null)]
    [InlineData("307", null)]
    [InlineData("301 308", "/2")]
    [InlineData("301 302", "/1")]
    [InlineData("302 301", null)]
    [InlineData("301 302 301", "/1")]
    [InlineData("308 308 308 308 308", "/5")]
    public async Task Redirects_are_followed_and_permanent_ones_are_noted(string kinds, string? movedTo)
    {
        await using var publisher = await FakePublisher.Start(Chain(kinds));

        var fetched = Assert.IsType<FetchResult.Fetched>(await publisher.Fetch("/0", Known));

        Assert.Equal(movedTo, fetched.MovedTo?.AbsolutePath);
        Assert.All(publisher.Seen, seen => Assert.Equal((Known.ETag, Known.LastModified), (seen["If-None-Match"], seen["If-Modified-Since"])));
    }

    [Fact]
    public async Task A_304_behind_a_redirect_counts()
    {
        await using var publisher = await FakePublisher.Start(Answers.ByPath(
            ("/0", Answers.Status(302, ("Location", "/1"))), ("/1", Answers.Status(304))));

        Assert.Equal(Known, Assert.IsType<FetchResult.NotModified>(await publisher.Fetch("/0", Known)).Validators);
    }

    [Theory]
    [InlineData(301, true)]
    [InlineData(302, false)]
    public async Task A_document_is_gone_only_where_its_own_way_ends(int status, bool gone)
    {
        await using var publisher = await FakePublisher.Start(Answers.ByPath(("/0", Answers.Status(status, ("Location", "/sorry")))));

        Assert.Equal(new FetchResult.Failed("HTTP 404", Gone: gone), await publisher.Fetch("/0", Known));
    }

    [Fact]
    public async Task Absolute_addresses_queries_and_fragments_are_understood()
    {
        await using var publisher = await FakePublisher.Start(context =>
            context.Request.Path == "/a/new" ? Answers.Document()(context)
            : context.Request.Path == "/a/old" ? Answers.Status(301, ("Location", "new?lang=en#top"))(context)
            : Answers.Status(302, ("Location", $"http://{context.Request.Host}/a/old"))(context));

        Assert.IsType<FetchResult.Fetched>(await publisher.Fetch());

        Assert.Equal(["/", "/a/old", "/a/new?lang=en"], publisher.Seen.Select(seen => seen.Path));
    }

    [Theory]
    [InlineData("301 301 301 301 301 301")]
    [InlineData("302 302 302 302 302 302 302")]
    public async Task Five_redirects_are_enough(string kinds)
    {
        await using var publisher = await FakePublisher.Start(Chain(kinds));

        Assert.Equal(new FetchResult.Failed("redirected more than 5 times"), await publisher.Fetch("/0"));
        Assert.Equal(6, publisher.Seen.Count);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/feed")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://")]
    public async Task A_redirect_off_the_web_is_a_fault(string location)
    {
        await using var publisher = await FakePublisher.Start(Answers.Status(302, ("Location", location)));

        Assert.Equal(new FetchResult.Failed("HTTP 302 to something that is no web address"), await publisher.Fetch());
    }

    [Fact]
    public async Task A_redirect_to_nowhere_is_a_fault()
    {
        await using var publisher = await FakePublisher.Start(Answers.Status(301));

        Assert.Equal(new FetchResult.Failed("HTTP 301 without a Location"), await publisher.Fetch());
    }

    [Theory]
    [InlineData("https://example.org/feed", "http://example.org/feed", false)]
    [InlineData("https://example.org/feed", "//example.org/other", true)]
    [InlineData("http://example.org/feed", "https://example.org/feed", true)]
    public void No_redirect_leads_down_from_https(string from, string location, bool followed)
    {
        using var redirect = new HttpResponseMessage(System.Net.HttpStatusCode.MovedPermanently);
        redirect.Headers.TryAddWithoutValidation("Location", location);

        var hop = new RedirectChain(new Uri(from)).Follow(redirect);

        if (followed)
            Assert.IsType<FetchStep.Onward>(hop);
        else
            Assert.Equal(FetchStep.Fail("HTTP 301 from https down to http"), hop);
    }

    [Fact]
    public async Task Each_redirect_takes_its_turn_at_the_gate()
    {
        await using var publisher = await FakePublisher.Start(Chain("302 302"));
        publisher.Options.HostSpacing = TimeSpan.FromSeconds(1);
        var start = publisher.Time.GetUtcNow();

        await publisher.Fetch("/0");

        Assert.Equal(TimeSpan.FromSeconds(2), publisher.Time.GetUtcNow() - start);
    }

    // /0 leads to /1 in the first way, /1 to /2 in the second, and so on; the last one has the document.
    private static RequestDelegate Chain(string kinds)
    {
        var statuses = kinds.Split(' ').Select(int.Parse).ToArray();
        var redirects = statuses.Select((status, step) => ($"/{step}", Answers.Status(status, ("Location", $"/{step + 1}"))));
        return Answers.ByPath([.. redirects, ($"/{statuses.Length}", Answers.Document())]);
    }
}
