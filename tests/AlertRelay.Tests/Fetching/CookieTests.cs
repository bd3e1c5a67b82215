using AlertRelay.Fetching;

namespace AlertRelay.Tests.Fetching;

/// <summary>Some publishers redirect until their cookie comes back.</summary>
public sealed class CookieTests
{
    [Fact]
    public async Task A_cookie_of_a_redirect_comes_back_within_the_fetch_and_is_forgotten_after_it()
    {
        await using var publisher = await FakePublisher.Start(context =>
            (context.Request.Headers.Cookie.ToString().Contains("passed=1", StringComparison.Ordinal)
                ? Answers.Document()
                : Answers.Status(302, ("Location", "/"), ("Set-Cookie", "passed=1; Path=/")))(context));

        Assert.IsType<FetchResult.Fetched>(await publisher.Fetch());
        Assert.IsType<FetchResult.Fetched>(await publisher.Fetch());

        Assert.Equal([false, true, false, true], publisher.Seen.Select(seen => seen.Headers.ContainsKey("Cookie")));
    }

    [Theory]
    [InlineData("passed=1; Path=/elsewhere")]
    [InlineData("passed=1; Domain=example.org")]
    [InlineData("=;;;")]
    public async Task A_cookie_goes_only_where_it_belongs_and_junk_is_none(string cookie)
    {
        await using var publisher = await FakePublisher.Start(Answers.ByPath(
            ("/", Answers.Status(302, ("Location", "/list"), ("Set-Cookie", cookie))), ("/list", Answers.Document())));

        Assert.IsType<FetchResult.Fetched>(await publisher.Fetch());

        Assert.All(publisher.Seen, seen => Assert.False(seen.Headers.ContainsKey("Cookie")));
    }

    [Theory]
    [InlineData(203, true)]
    [InlineData(202, false)]
    [InlineData(206, false)]
    [InlineData(226, false)]
    public async Task Of_the_other_successes_only_203_is_the_document(int status, bool read)
    {
        await using var publisher = await FakePublisher.Start(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.Body.WriteAsync(Answers.FeedBytes);
        });

        Assert.Equal(read, await publisher.Fetch() is FetchResult.Fetched);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1439, true)]
    [InlineData(1440, false)]
    [InlineData(null, false)]
    public void Validators_are_sent_for_a_day_after_the_body_came(int? minutes, bool sent)
    {
        var now = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        var stored = new CacheValidators("\"1\"", "Mon, 02 Mar 2026 08:00:00 GMT", "00");

        DateTimeOffset? wholeAt = minutes is { } ago ? now.AddMinutes(-ago) : null;

        Assert.Equal(sent ? stored : stored with { ETag = null, LastModified = null }, stored.TrustedAt(now, wholeAt));
    }
}
