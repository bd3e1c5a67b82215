using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Polling;
using Some = AlertRelay.Tests.Detection.Some;

namespace AlertRelay.Tests.Polling;

/// <summary>Which pages a poll reads when no index says that they changed.</summary>
public sealed class PagesInTurnTests
{
    private static readonly DateTimeOffset Now = Some.Morning;
    private static readonly Channel Channel = Some.Channel() with { Interval = TimeSpan.FromMinutes(15), PagesInterval = TimeSpan.FromHours(6) };

    [Fact]
    public void Every_page_has_its_turn_within_the_rhythm_and_the_turns_are_spread()
    {
        var pages = Enumerable.Range(0, 100).Select(number => Read($"{number:000}", TimeSpan.FromHours(7))).ToDictionary(state => state.Key);
        var most = 0;
        for (var poll = 0; poll < 24; poll++)
        {
            var at = Now + (poll * Channel.Interval);
            var due = PageReader.Due(Channel, pages.Values, at, limit: 60);
            most = Math.Max(most, due.Count);
            foreach (var page in due)
                pages[page.Key] = page with { Page = page.Page! with { ReadAt = at } };
        }

        Assert.Equal(5, most);
        Assert.All(pages.Values, state => Assert.True(state.Page!.ReadAt >= Now));
    }

    [Fact]
    public void The_oldest_comes_first_and_a_page_that_was_never_timed_before_it()
    {
        NoticeState[] pages = [Read("a", TimeSpan.FromHours(7)), Read("b", TimeSpan.FromHours(9)), Untimed("c"), Read("d", TimeSpan.FromHours(5))];

        var slow = Channel with { Interval = TimeSpan.FromHours(4) };

        Assert.Equal(["c", "b", "a"], PageReader.Due(slow, pages, Now, limit: 60).Select(state => state.Key));
    }

    [Fact]
    public void What_the_index_says_goes_before_and_the_budget_bounds_both()
    {
        NoticeState[] pages = [Read("a", TimeSpan.FromHours(7)), Moved("z")];

        Assert.Equal(["z", "a"], PageReader.Due(Channel, pages, Now, limit: 60).Select(state => state.Key));
        Assert.Equal(["z"], PageReader.Due(Channel, pages, Now, limit: 1).Select(state => state.Key));
    }

    [Fact]
    public void Channels_without_a_rhythm_what_left_the_list_and_what_failed_lately_are_left_alone()
    {
        var old = Read("a", TimeSpan.FromDays(9));

        Assert.Empty(PageReader.Due(Channel with { PagesInterval = null }, [old], Now, limit: 60));
        Assert.Empty(PageReader.Due(Channel, [old with { MissingSince = Now }], Now, limit: 60));
        Assert.Empty(PageReader.Due(Channel, [old with { Withdrawn = true }], Now, limit: 60));
        Assert.Single(PageReader.Due(
            Channel, [old with { Withdrawn = true, LastNotified = old.LastNotified! with { HasNoAdvice = true } }], Now, limit: 60));
        Assert.Empty(PageReader.Due(Channel, [old with { Page = old.Page! with { NotBefore = Now.AddMinutes(1) } }], Now, limit: 60));
    }

    private static NoticeState Read(string key, TimeSpan ago) => Untimed(key) with { Page = Untimed(key).Page! with { ReadAt = Now - ago } };

    private static NoticeState Moved(string key) => Read(key, TimeSpan.Zero) with { Page = Untimed(key).Page! with { Wanted = "2" } };

    private static NoticeState Untimed(string key) => new()
    {
        Key = key,
        LastNotified = Some.Notice(key),
        Page = new PageState(new Uri($"https://example.org/{key}"), "1", "1", ETag: null, LastModified: null, Sha256: null),
    };
}
