using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Fetching;
using AlertRelay.Polling;
using AlertRelay.Tests.Detection;

namespace AlertRelay.Tests.Polling;

public sealed class ChannelIndexTests
{
    private const int ReadAtLeast = 200;
    private static readonly DateTimeOffset Now = Some.Morning;
    private static readonly Channel Channel = Some.Channel(membership: Membership.Window) with { PagesWithin = TimeSpan.FromDays(30) };

    [Fact]
    public void Of_a_long_index_the_first_reading_reads_the_pages_of_the_last_weeks()
    {
        var states = First(Enumerable.Range(0, 5_000).Select(age => EntryOf($"A-{age}", Now.AddHours(-age))));

        Assert.Equal(5_000, states.Count);
        Assert.Equal(30 * 24 + 1, states.Count(state => state.Page!.IsDue));
        Assert.All(states, state => Assert.True(state.FromBaseline));
    }

    [Fact]
    public void Of_an_index_that_seldom_grows_it_reads_the_newest_pages()
    {
        var states = First(Enumerable.Range(0, 300).Select(age => EntryOf($"A-{age}", Now.AddDays(-10 * age))));

        Assert.Equal(Enumerable.Range(0, ReadAtLeast).Select(age => $"A-{age}"), states.Where(state => state.Page!.IsDue).Select(state => state.Key));
    }

    [Fact]
    public void A_short_index_is_read_whole() =>
        Assert.All(First([EntryOf("A", Now.AddYears(-9)), EntryOf("B", Now)]), state => Assert.True(state.Page!.IsDue));

    [Fact]
    public void Pages_without_a_date_are_read() =>
        Assert.All(First(Enumerable.Range(0, 300).Select(n => EntryOf($"A-{n}", null))), state => Assert.True(state.Page!.IsDue));

    [Fact]
    public void Without_the_setting_every_page_is_read() =>
        Assert.All(
            Of(Channel with { PagesWithin = null }, true, [], Enumerable.Range(0, 300).Select(n => EntryOf($"A-{n}", Now.AddYears(-1)))),
            state => Assert.True(state.Page!.IsDue));

    [Fact]
    public void A_page_that_was_not_read_is_due_when_its_date_moves()
    {
        var before = First([.. Enumerable.Range(0, ReadAtLeast).Select(n => EntryOf($"A-{n}", Now)), EntryOf("old", Now.AddYears(-1))]).ToDictionary(
            state => state.Key);

        var state = Assert.Single(Of(Channel, false, before, [EntryOf("old", Now.AddHours(1))]));

        Assert.True(state.Page!.IsDue);
        Assert.Equal((true, Now.AddYears(-1)), (state.FromBaseline, state.NewestDate));
    }

    [Fact]
    public void An_old_page_that_the_index_names_later_is_not_news_either()
    {
        var states = Of(Channel, false, [], [EntryOf("old", Now.AddYears(-1)), EntryOf("new", Now.AddDays(-1))]);

        Assert.Equal([(true, false), (false, true)], states.Select(state => (state.FromBaseline, state.Page!.IsDue)));
    }

    // Of the twenty pages known before, so many are still named.
    [Theory]
    [InlineData(1, 20, true)]
    [InlineData(3, 20, true)]
    [InlineData(4, 20, false)]
    [InlineData(1, 19, true)]
    [InlineData(1, 18, false)]
    public void A_few_old_pages_that_an_index_adds_are_new_where_it_only_grows(int added, int named, bool isDue)
    {
        NoticeState Known(int number) => new() { Key = $"known-{number}", Page = new PageState(new Uri("https://example.org/"), "1", "1", null, null, null) };
        var before = Enumerable.Range(0, 20).Select(Known).ToDictionary(state => state.Key);
        var entries = before.Keys
            .Take(named)
            .Concat(Enumerable.Range(0, added).Select(number => $"added-{number}"))
            .Select(key => EntryOf(key, Now.AddYears(-1)));

        var states = Of(Channel, false, before, entries).Where(state => state.Key.StartsWith("added", StringComparison.Ordinal)).ToList();

        Assert.Equal(added, states.Count);
        Assert.All(states, state => Assert.Equal(isDue, state.Page!.IsDue));
    }

    [Fact]
    public void What_is_new_is_read_before_what_the_first_index_named()
    {
        NoticeState Due(string key, bool fromBaseline) =>
            new() { Key = key, FromBaseline = fromBaseline, Page = new PageState(new Uri("https://example.org/"), "2", null, null, null, null) };

        Assert.Equal(["Z", "A"], PageReader.Due(Channel, [Due("A", true), Due("Z", false)], Now, 10).Select(state => state.Key));
    }

    private static IReadOnlyList<NoticeState> First(IEnumerable<IndexEntry> entries) => Of(Channel, true, [], entries);

    private static IReadOnlyList<NoticeState> Of(Channel channel, bool baseline, Dictionary<string, NoticeState> before, IEnumerable<IndexEntry> entries)
    {
        var state = new DocumentState(CacheValidators.None, BaselineAt: Now);
        var read = new DocumentOutcome.Read(
            channel.Urls[0], state, new NoticeReading([.. entries]), Some.Evidence(), new EvidenceDocument("0", null, default), baseline, null);
        return ChannelIndex.Of(channel, [read], before, Now).States;
    }

    private static IndexEntry EntryOf(string key, DateTimeOffset? updated) =>
        new(key, null, new PageReference(new Uri($"https://example.org/{key}.json"), $"{updated:O}", updated));
}
