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

    private static NoticeState Known => new() { Key = Key, Told = Some.Notice(Key) };

    private static async Task<PageOutcome> Read(NoticeState state, DateTimeOffset indexed)
    {
        await using var publisher = await FakePublisher.Start(Answers.Document(Fixture.Bytes("us-cisa-csaf/icsa-25-100-02.json")));
        using var http = new HttpClient(FetchingServices.CreateHandler());
        var channel = Fixture.Channel("us-cisa-csaf") with { Urls = [publisher.Root] };
        var due = state with { Page = new PageState(new Uri(publisher.Root, "/a.json"), "2", "1", null, null, null) };

        return await new PageReader(publisher.FetcherOn(http), publisher.Time)
            .Read(channel, due, new Entry(Key, null, new PageReference(due.Page.Url, "2", indexed)), TestContext.Current.CancellationToken);
    }
}
