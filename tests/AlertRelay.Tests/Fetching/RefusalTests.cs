using AlertRelay.Fetching;
using Microsoft.AspNetCore.Http;

namespace AlertRelay.Tests.Fetching;

public sealed class RefusalTests
{
    private const string Host = "127.0.0.1";

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(206)]
    [InlineData(300)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(599)]
    public async Task Any_other_status_is_a_failure(int status)
    {
        await using var publisher = await FakePublisher.Start(Answers.Status(status, ("ETag", "\"v2\"")));

        Assert.Equal(new FetchResult.Failed($"HTTP {status}"), await publisher.Fetch());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task What_is_not_there_is_gone(int status)
    {
        await using var publisher = await FakePublisher.Start(Answers.Status(status));

        Assert.Equal(new FetchResult.Failed($"HTTP {status}", Gone: true), await publisher.Fetch());
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task An_empty_document_is_a_failure(string coding)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document([], ("Content-Encoding", coding)));

        Assert.Equal(new FetchResult.Failed("HTTP 200 with an empty body"), await publisher.Fetch());
    }

    [Theory]
    [InlineData(429, "600", 600)]
    [InlineData(503, "120", 120)]
    [InlineData(403, "30", 30)]
    [InlineData(429, "0", 0)]
    [InlineData(429, "99999999999999999999", 2 * 24 * 3600)]
    [InlineData(503, "Mon, 02 Mar 2026 09:20:00 GMT", 1200)]
    [InlineData(503, "Monday, 02-Mar-26 09:20:00 GMT", 1200)]
    [InlineData(503, "Mon Mar  2 09:20:00 2026", 1200)]
    [InlineData(503, "Mon, 02 Mar 2020 09:20:00 GMT", 0)]
    [InlineData(503, "Sun, 02 Mar 2036 09:20:00 GMT", 2 * 24 * 3600)]
    [InlineData(429, "-1", null)]
    [InlineData(429, "soon", null)]
    [InlineData(429, "", null)]
    [InlineData(500, "600", null)]
    [InlineData(404, "600", null)]
    public async Task A_publisher_may_ask_for_time(int status, string retryAfter, int? seconds)
    {
        await using var publisher = await FakePublisher.Start(Answers.Status(status, ("Retry-After", retryAfter), ("Date", "not now")));

        var failed = Assert.IsType<FetchResult.Failed>(await publisher.Fetch());

        Assert.Equal(seconds, (int?)failed.RetryAfter?.TotalSeconds);
        Assert.Equal($"HTTP {status}", failed.Reason);
    }

    [Theory]
    [InlineData("Mon, 02 Mar 2026 10:00:00 GMT", 5)]
    [InlineData("Mon, 02 Mar 2026 04:00:00 GMT", 365)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 65)]
    [InlineData("Wed, 02 Mar 2016 10:00:00 GMT", 65)]
    public async Task A_date_is_read_by_the_publishers_clock_unless_that_is_mad(string date, int minutes)
    {
        await using var publisher = await FakePublisher.Start(
            Answers.Status(503, ("Retry-After", "Mon, 02 Mar 2026 10:05:00 GMT"), ("Date", date)));

        var failed = Assert.IsType<FetchResult.Failed>(await publisher.Fetch());

        Assert.Equal(TimeSpan.FromMinutes(minutes), failed.RetryAfter);
    }

    [Fact]
    public async Task One_document_that_is_refused_holds_up_no_other()
    {
        await using var publisher = await FakePublisher.Start(Answers.ByPath(("/a", Busy), ("/b", Answers.Document())));

        await publisher.Fetch("/a");
        await publisher.Fetch("/a");
        await publisher.Fetch("/b");
        await publisher.Fetch("/a");

        Assert.Equal(TimeSpan.Zero, publisher.Gate.BlockedFor(Host));
    }

    [Fact]
    public async Task Two_documents_refused_in_a_row_hold_the_host()
    {
        await using var publisher = await FakePublisher.Start(Answers.ByPath(("/a", Busy), ("/b", Busy), ("/c", Answers.Document())));

        await publisher.Fetch("/a");
        await publisher.Fetch("/b");
        var held = await publisher.Fetch("/c");

        Assert.Equal(new FetchResult.Failed("127.0.0.1 asked for fewer requests", TimeSpan.FromMinutes(10)), held);
        Assert.Equal(2, publisher.Seen.Count);

        publisher.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.IsType<FetchResult.Fetched>(await publisher.Fetch("/c"));
    }

    private static RequestDelegate Busy => Answers.Status(429, ("Retry-After", "600"));
}
