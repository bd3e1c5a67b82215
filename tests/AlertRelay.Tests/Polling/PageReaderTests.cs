using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Tests.Channels;
using AlertRelay.Tests.Detection;
using AlertRelay.Tests.Fetching;

namespace AlertRelay.Tests.Polling;

public sealed class PageReaderTests
{
    private const string Key = "ICSA-25-100-02";

    // The document bears 3 February 2026, 07:00.
    private static readonly DateTimeOffset Released = new(2026, 2, 3, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_known_page_that_is_older_than_the_index_says_is_read_again_later()
    {
        var (page, sighting, _) = await Read(Known, Released.AddDays(2));

        Assert.Null(sighting);
        Assert.True(page.IsDue);
        Assert.NotNull(page.NotBefore);
    }

    [Fact]
    public async Task A_page_may_be_a_day_behind_where_the_publisher_says_no_time()
    {
        var (page, sighting, _) = await Read(Known, Released.AddHours(20));

        Assert.Equal(Key, sighting!.Notice.Key);
        Assert.False(page.IsDue);
    }

    [Fact]
    public async Task A_new_notice_is_not_kept_waiting_by_its_date()
    {
        var (page, sighting, _) = await Read(new NoticeState { Key = Key }, Released.AddDays(3));

        Assert.Equal(Key, sighting!.Notice.Key);
        Assert.False(page.IsDue);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task A_page_that_stays_older_than_the_index_says_is_taken_at_the_seventh_try(int failures, bool waits)
    {
        var (page, sighting, _) = await Read(Known, Released.AddDays(2), failures: failures);

        Assert.Equal((waits, waits), (sighting is null, page.IsDue));
        Assert.Equal(waits ? failures + 1 : 0, page.Failures);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task A_page_is_too_old_when_it_is_more_than_a_day_behind(int seconds, bool waits)
    {
        var (page, sighting, _) = await Read(Known, Released.AddDays(1).AddSeconds(seconds));

        Assert.Equal((waits, waits), (sighting is null, page.IsDue));
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://127.0.0.1.example.org/")]
    public async Task A_page_at_another_host_than_the_channels_or_under_another_scheme_is_not_asked_for(string channel)
    {
        var (page, sighting, document, asked) = await ReadFrom(new Uri(channel), Known, Released);

        Assert.Equal((null, null, 0), (sighting, document, asked));
        Assert.True(page.IsDue);
    }

    [Fact]
    public async Task A_page_at_the_channels_host_is_asked_for_once()
    {
        var (_, sighting, _, asked) = await ReadFrom(new Uri("http://127.0.0.1/"), Known, Released);

        Assert.Equal((Key, 1), (sighting!.Notice.Key, asked));
    }

    [Theory]
    [InlineData("7200", 120)]
    [InlineData("60", 5)]
    public async Task A_page_is_left_alone_as_long_as_its_server_asks_and_never_shorter_than_the_usual_wait(string retryAfter, int minutes)
    {
        await using var publisher = await FakePublisher.Start(Answers.Status(503, ("Retry-After", retryAfter)));

        var outcome = await ReadAt(publisher, new PageState(new Uri(publisher.Root, "/a.json"), "2", "1", null, null, null));

        Assert.Equal(publisher.Time.GetUtcNow().AddMinutes(minutes), outcome.Page.NotBefore);
    }

    [Theory]
    [InlineData(24 * 60 - 1, true)]
    [InlineData(24 * 60, false)]
    public async Task A_page_that_never_says_modified_is_asked_for_whole_once_a_day(int minutes, bool conditional)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document(Fixture.Bytes("us-cisa-csaf/icsa-25-100-02.json")));
        var page = new PageState(new Uri(publisher.Root, "/a.json"), "2", "1", "\"1\"", null, null)
        {
            WholeAt = publisher.Time.GetUtcNow().AddMinutes(-minutes),
        };

        await ReadAt(publisher, page);

        Assert.Equal(conditional ? "\"1\"" : null, Assert.Single(publisher.Seen)["If-None-Match"]);
    }

    private static async Task<PageOutcome> ReadAt(FakePublisher publisher, PageState page)
    {
        using var http = new HttpClient(PublisherHandler.Create(allowPrivateNetworks: true));
        var channel = Fixture.Channel("us-cisa-csaf") with { Urls = [publisher.Root] };
        return await new PageReader(publisher.FetcherOn(http), ChannelCredentialStore.None, publisher.Time).Read(
            channel, Known with { Page = page }, new IndexEntry(Key, null, new PageReference(page.Url, "2", Released)), TestContext.Current.CancellationToken);
    }

    private static NoticeState Known => new() { Key = Key, LastNotified = Some.Notice(Key) };

    private static async Task<PageOutcome> Read(NoticeState state, DateTimeOffset indexed, int failures = 0)
    {
        var (page, sighting, document, _) = await ReadFrom(channelAt: null, state, indexed, failures);
        return new PageOutcome(page, sighting, document);
    }

    /// <param name="channelAt">Where the channel's list is; null: at the host of the page.</param>
    private static async Task<(PageState Page, ObservedNotice? Sighting, EvidenceDocument? Document, int Asked)> ReadFrom(
        Uri? channelAt, NoticeState state, DateTimeOffset indexed, int failures = 0)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document(Fixture.Bytes("us-cisa-csaf/icsa-25-100-02.json")));
        using var http = new HttpClient(PublisherHandler.Create(allowPrivateNetworks: true));
        var channel = Fixture.Channel("us-cisa-csaf") with { Urls = [channelAt ?? publisher.Root] };
        var due = state with { Page = new PageState(new Uri(publisher.Root, "/a.json"), "2", "1", null, null, null, failures) };

        var outcome = await new PageReader(publisher.FetcherOn(http), ChannelCredentialStore.None, publisher.Time)
            .Read(channel, due, new IndexEntry(Key, null, new PageReference(due.Page.Url, "2", indexed)), TestContext.Current.CancellationToken);
        return (outcome.Page, outcome.Observed, outcome.Document, publisher.Seen.Count);
    }
}
