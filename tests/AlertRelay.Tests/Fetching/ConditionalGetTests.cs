using AlertRelay.Fetching;

namespace AlertRelay.Tests.Fetching;

public sealed class ConditionalGetTests
{
    private static readonly CacheValidators Known = new("\"v1\"", "Mon, 02 Mar 2026 08:00:00 GMT", "aa");

    [Fact]
    public async Task A_first_fetch_is_unconditional_and_keeps_what_came()
    {
        await using var publisher = await FakePublisher.Start(
            Answers.Document(("ETag", "\"v1\""), ("Last-Modified", "Mon, 02 Mar 2026 08:00:00 GMT"), ("Content-Type", "text/xml; charset=utf-8")));

        var fetched = Assert.IsType<FetchResult.Fetched>(await publisher.Fetch());

        Assert.Equal(Answers.FeedBytes, fetched.Document.Body.ToArray());
        Assert.Equal(Answers.FeedSha256, fetched.Sha256);
        Assert.Equal(Known with { Sha256 = Answers.FeedSha256 }, fetched.Validators);
        Assert.Equal(("text/xml", "utf-8"), (fetched.Document.MediaType, fetched.Document.Charset));
        var seen = Assert.Single(publisher.Seen);
        Assert.Null(seen["If-None-Match"]);
        Assert.Null(seen["If-Modified-Since"]);
    }

    [Theory]
    [InlineData("\"v1\"", "Mon, 02 Mar 2026 08:00:00 GMT")]
    [InlineData("W/\"v1\"", "Monday, 02-Mar-26 08:00:00 GMT")]
    [InlineData("unquoted", "2026-03-02T08:00:00+01:00")]
    [InlineData("'single'", "0")]
    [InlineData("\"a, b\"", "Mon, 2 Mar 2026 8:00:00 EST")]
    [InlineData("\"abc-gzip\"", "yesterday")]
    [InlineData("w/\"lower\"", "Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("\"caf\u00e9\"", "lundi, 02 f\u00e9vr. 2026")]
    public async Task Validators_go_back_byte_for_byte(string tag, string date)
    {
        await using var publisher = await FakePublisher.Start(Answers.InTurn(
            Answers.Document(("ETag", tag), ("Last-Modified", date)),
            Answers.Status(304)));

        var fetched = Assert.IsType<FetchResult.Fetched>(await publisher.Fetch());
        var unchanged = Assert.IsType<FetchResult.NotModified>(await publisher.Fetch(validators: fetched.Validators));

        var seen = publisher.Seen.Last();
        Assert.Equal(tag, seen["If-None-Match"]);
        Assert.Equal(date, seen["If-Modified-Since"]);
        Assert.Equal(fetched.Validators, unchanged.Validators);
    }

    [Theory]
    [InlineData("\"v1\"", null)]
    [InlineData(null, "Mon, 02 Mar 2026 08:00:00 GMT")]
    public async Task One_validator_is_enough(string? tag, string? date)
    {
        await using var publisher = await FakePublisher.Start(Answers.Status(304));

        Assert.IsType<FetchResult.NotModified>(await publisher.Fetch(validators: new CacheValidators(tag, date, "aa")));

        var seen = Assert.Single(publisher.Seen);
        Assert.Equal(tag, seen["If-None-Match"]);
        Assert.Equal(date, seen["If-Modified-Since"]);
    }

    [Theory]
    [InlineData(null, null, "\"v1\"", "Mon, 02 Mar 2026 08:00:00 GMT")]
    [InlineData("W/\"v1\"", null, "W/\"v1\"", "Mon, 02 Mar 2026 08:00:00 GMT")]
    [InlineData("\"v1\"", "Mon, 02 Mar 2026 08:30:00 GMT", "\"v1\"", "Mon, 02 Mar 2026 08:30:00 GMT")]
    [InlineData("\"v2\"", "Mon, 02 Mar 2026 08:30:00 GMT", "\"v1\"", "Mon, 02 Mar 2026 08:00:00 GMT")]
    public async Task A_304_refreshes_the_validators_of_the_version_that_was_asked_about(string? tag, string? date, string tagAfter, string dateAfter)
    {
        (string, string)[] headers = [.. Named("ETag", tag), .. Named("Last-Modified", date), ("Cache-Control", "max-age=600")];
        await using var publisher = await FakePublisher.Start(Answers.Status(304, headers));

        var unchanged = Assert.IsType<FetchResult.NotModified>(await publisher.Fetch(validators: Known));

        Assert.Equal(new CacheValidators(tagAfter, dateAfter, "aa"), unchanged.Validators);
        Assert.Equal(TimeSpan.FromMinutes(10), unchanged.FreshFor);
    }

    [Fact]
    public async Task A_304_may_bring_the_first_tag()
    {
        await using var publisher = await FakePublisher.Start(Answers.Status(304, ("ETag", "\"v1\"")));

        var unchanged = Assert.IsType<FetchResult.NotModified>(await publisher.Fetch(validators: Known with { ETag = null }));

        Assert.Equal(Known, unchanged.Validators);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("aa")]
    public async Task A_304_that_nobody_asked_for_is_a_fault(string? sha256)
    {
        await using var publisher = await FakePublisher.Start(Answers.Status(304, ("ETag", "\"v1\"")));

        var failed = await publisher.Fetch(validators: new CacheValidators(null, null, sha256));

        Assert.Equal(new FetchResult.Failed("HTTP 304 to an unconditional request"), failed);
    }

    [Fact]
    public async Task The_same_bytes_are_no_news_and_bring_new_validators()
    {
        await using var publisher = await FakePublisher.Start(Answers.Document(("ETag", "\"v2\""), ("Cache-Control", "max-age=60")));

        var unchanged = await publisher.Fetch(validators: Known with { Sha256 = Answers.FeedSha256 });

        var known = Assert.IsType<FetchResult.NotModified>(unchanged);
        Assert.Equal((new CacheValidators("\"v2\"", null, Answers.FeedSha256), TimeSpan.FromMinutes(1)), (known.Validators, known.FreshFor));
    }

    [Fact]
    public async Task Other_bytes_under_an_old_tag_are_news()
    {
        await using var publisher = await FakePublisher.Start(Answers.Document(("ETag", "\"v1\"")));

        var fetched = Assert.IsType<FetchResult.Fetched>(await publisher.Fetch(validators: Known));

        Assert.Equal(new CacheValidators("\"v1\"", null, Answers.FeedSha256), fetched.Validators);
    }

    [Fact]
    public async Task A_request_says_who_asks_and_nothing_more()
    {
        await using var publisher = await FakePublisher.Start(Answers.Document(("Set-Cookie", "session=1; Path=/")));
        publisher.Options.UserAgentContact = "relay@example.org";

        await publisher.Fetch(accept: "application/json");
        await publisher.Fetch();

        Assert.Equal(["application/json", "*/*"], publisher.Seen.Select(seen => seen["Accept"]));
        Assert.All(publisher.Seen, seen =>
        {
            Assert.Matches(@"^Mozilla/5\.0 \(compatible; AlertRelay/\d+\.\d+\.\d+; \+relay@example\.org\)$", seen["User-Agent"]);
            Assert.Equal("gzip, br, deflate", seen["Accept-Encoding"]);
            Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], seen.Headers.Keys.Order());
        });
    }

    private static (string, string)[] Named(string name, string? value) => value is null ? [] : [(name, value)];
}
