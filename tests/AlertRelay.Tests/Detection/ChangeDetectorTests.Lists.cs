using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Detection;

/// <summary>What a list as a whole tells: what leaves it, and what changes in it all at once.</summary>
public sealed partial class ChangeDetectorTests
{
    [Fact]
    public void A_doubled_notice_means_the_newer_one_in_any_order()
    {
        var older = Some.Notice(level: Some.Severe, updated: Monday);
        var newer = Some.Notice(level: Some.Severe, text: "New.", updated: Tuesday);
        _history.Shows(older);

        Assert.Equal("New.", Assert.Single(_history.Shows(newer, older)).After.Text);
        Assert.Empty(_history.Shows(older, newer));
    }

    [Fact]
    public void A_notice_that_leaves_a_complete_list_is_withdrawn_after_confirmation()
    {
        var stays = Some.Notice("IQ");
        _history.Shows(Some.Notice(), stays);

        Assert.Empty(_history.Keeps(10, stays));
        var change = Assert.Single(_history.After(TimeSpan.FromHours(6)).Shows(stays));
        Assert.Equal((ChangeKind.Withdrawn, "IR"), (change.Kind, change.After.Key));
        Assert.Empty(_history.Keeps(3, stays));
        Assert.Equal(ChangeKind.Issued, Assert.Single(_history.Shows(Some.Notice(), stays)).Kind);
    }

    [Fact]
    public void A_notice_that_comes_back_in_time_was_never_away()
    {
        _history.Shows(Some.Notice(), Some.Notice("IQ"));
        _history.Keeps(3, Some.Notice("IQ"));

        Assert.Empty(_history.Shows(Some.Notice(), Some.Notice("IQ")));
        Assert.Empty(_history.After(TimeSpan.FromHours(8)).Shows(Some.Notice("IQ")));
    }

    [Fact]
    public void Leaving_a_window_means_nothing()
    {
        var history = new History(Some.Channel(membership: Membership.Window));
        history.Shows(Some.Notice(), Some.Notice("IQ"));

        Assert.Empty(history.After(TimeSpan.FromDays(30)).Keeps(10, Some.Notice("IQ")));
    }

    [Fact]
    public void Many_that_vanish_at_once_are_a_fault_of_the_list()
    {
        var all = Enumerable.Range(0, 100).Select(number => Some.Notice($"N{number}")).ToArray();
        _history.Shows(all);

        Assert.Empty(_history.Keeps(40, all[..90]));
        Assert.Empty(_history.Shows(all));
    }

    [Fact]
    public void Many_drops_at_once_wait_much_longer()
    {
        var all = Enumerable.Range(0, 40).Select(number => Some.Notice($"N{number}", Some.Severe)).ToArray();
        _history.Shows(all);

        Assert.Empty(_history.Keeps(4, [.. all.Select(notice => notice with { Level = Some.Minor })]));
        Assert.Empty(_history.Keeps(4, all));
    }

    [Fact]
    public void Most_texts_changed_at_once_is_no_news()
    {
        var all = Enumerable.Range(0, 40).Select(number => Some.Notice($"N{number}")).ToArray();
        _history.Shows(all);

        Assert.Empty(_history.Keeps(4, [.. all.Select(notice => notice with { Text = "Moved.", SignificantFacts = [$"Moved {notice.Key}."] })]));
    }
}
