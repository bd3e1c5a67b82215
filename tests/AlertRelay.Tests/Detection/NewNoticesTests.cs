using AlertRelay.Channels;

namespace AlertRelay.Tests.Detection;

/// <summary>What appears in a list for the first time: by its age, by its number, and by its own end.</summary>
public sealed class NewNoticesTests
{
    // The relay has known the channel since Some.Morning.
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(36);

    private readonly History _history = new(Some.Channel(membership: Membership.Window));

    [Theory]
    [InlineData(10, 10)]
    [InlineData(11, 0)]
    public void More_than_ten_new_notices_at_once_wait_for_a_second_look(int count, int issued)
    {
        _history.Shows(Dated("known", 20, Some.Morning));

        Assert.Equal(issued, _history.Shows([.. Dated("known", 20, Some.Morning), .. Fresh(count)]).Count);
        Assert.Equal(count - issued, _history.Shows([.. Dated("known", 20, Some.Morning), .. Fresh(count)]).Count);
        Assert.Equal(issued == 0 ? "sent: new, confirmed" : "sent: new", _history.Reason("fresh-0"));
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(13, 0)]
    public void A_long_list_may_gain_three_in_ten_at_once(int count, int issued)
    {
        _history.Shows(Dated("known", 40, Some.Morning));

        Assert.Equal(issued, _history.Shows([.. Dated("known", 40, Some.Morning), .. Fresh(count)]).Count);
    }

    [Fact]
    public void Many_new_notices_that_do_not_stay_are_never_issued_and_are_news_when_they_come_alone()
    {
        var known = Dated("known", 20, Some.Morning);
        _history.Shows(known);
        _history.Shows([.. known, .. Fresh(11)]);

        Assert.Empty(_history.Keeps(3, known));
        Assert.Null(_history.States["fresh-0"].PendingChange);
        Assert.Equal("fresh-0", Assert.Single(_history.Shows([.. known, .. Fresh(1)])).After.Key);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    public void An_old_item_slides_in_where_another_left(int seconds, int issued)
    {
        _history.Shows(Dated("known", 5, Some.Morning));
        var old = Dated("old", 1, Some.Morning - Backdated + TimeSpan.FromSeconds(seconds));

        Assert.Equal(issued, _history.Shows([.. Dated("known", 5, Some.Morning)[1..], .. old]).Count);
        Assert.Equal(issued == 1 ? "sent: new" : "not sent: older than what the list has shown", _history.Reason("old-0"));
    }

    [Fact]
    public void An_item_older_than_all_others_is_news_where_none_has_left()
    {
        _history.Shows(Dated("known", 5, Some.Morning));

        Assert.Single(_history.Shows([.. Dated("known", 5, Some.Morning), .. Dated("old", 1, Some.Morning.AddYears(-3))]));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 0)]
    [InlineData(500, 0)]
    public void A_window_that_grows_shows_old_items(int count, int issued)
    {
        _history.Shows(Dated("known", 10, Some.Morning));

        Assert.Equal(issued, _history.Shows([.. Dated("known", 10, Some.Morning), .. Dated("old", count, Some.Morning.AddDays(-1))]).Count);
        Assert.Empty(_history.Keeps(3, [.. Dated("known", 10, Some.Morning), .. Dated("old", count, Some.Morning.AddDays(-1))]));
    }

    [Fact]
    public void One_pinned_old_item_among_ten_does_not_make_old_ones_news()
    {
        Notice[] known = [.. Dated("known", 10, Some.Morning), .. Dated("pinned", 1, Some.Morning.AddYears(-5))];
        _history.Shows(known);

        Assert.Empty(_history.Shows([.. known[1..], .. Dated("old", 1, Some.Morning.AddYears(-2))]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_notice_first_shown_after_its_own_end_is_silent_and_so_is_its_return(int seconds, int issued)
    {
        var history = new History(Some.Channel());
        history.Shows(Some.Notice());
        var late = Some.Notice("IQ") with { ExpiresAt = history.Now.AddSeconds(seconds) };

        Assert.Equal(issued, history.Shows(Some.Notice(), late).Count);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    public void A_text_that_returns_under_a_newer_date_after_a_day_is_news(int seconds, int sent)
    {
        var history = new History(Some.Channel());
        history.Shows(Some.Notice(text: "Leave now.", updated: Some.Morning));
        var replacedAt = history.Now;
        history.Shows(Some.Notice(text: "Take care.", updated: Some.Morning.AddMinutes(10)));
        history.After(replacedAt + TimeSpan.FromDays(1) + TimeSpan.FromSeconds(seconds) - history.Now);

        Assert.Equal(sent, history.Shows(Some.Notice(text: "Leave now.", updated: Some.Morning.AddHours(12))).Count);
    }

    [Fact]
    public void A_text_that_returns_under_its_old_date_is_a_stale_copy()
    {
        var history = new History(Some.Channel());
        history.Shows(Some.Notice(text: "Leave now.", updated: Some.Morning));
        history.Shows(Some.Notice(text: "Take care.", updated: Some.Morning.AddMinutes(10)));

        Assert.Empty(history.After(TimeSpan.FromDays(30)).Keeps(3, Some.Notice(text: "Leave now.", updated: Some.Morning)));
    }

    private static Notice[] Fresh(int count) => Dated("fresh", count, Some.Morning.AddHours(1));

    private static Notice[] Dated(string key, int count, DateTimeOffset date) =>
        [.. Enumerable.Range(0, count).Select(number => Some.Notice($"{key}-{number}", updated: date, text: $"Words of {key} {number}."))];
}
