using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

/// <summary>When a notice that a complete list lacks is withdrawn: each limit, and one less.</summary>
public sealed class MissingNoticesTests
{
    // The looks of a history are a quarter of an hour apart.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Confirmation = new ChannelRules().ConfirmWithdrawalAfter;

    private readonly History _history = new(Some.Channel());

    [Fact]
    public void Two_lists_without_a_notice_are_not_enough_however_far_apart_and_the_third_is()
    {
        _history.Shows(Some.Notice(), Some.Notice("IQ"));

        Assert.Empty(_history.Shows(Some.Notice("IQ")));
        Assert.Empty(_history.After(10 * Confirmation).Shows(Some.Notice("IQ")));
        Assert.Equal((ChangeKind.Withdrawn, "IR"), KindAndKey(Assert.Single(_history.Shows(Some.Notice("IQ")))));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    public void Three_lists_without_a_notice_count_when_its_time_of_confirmation_is_over(int seconds, int withdrawn)
    {
        _history.Shows(Some.Notice(), Some.Notice("IQ"));
        _history.Keeps(2, Some.Notice("IQ"));

        var third = _history.After(Confirmation - 2 * BetweenLooks + TimeSpan.FromSeconds(seconds)).Shows(Some.Notice("IQ"));

        Assert.Equal(withdrawn, third.Count);
    }

    [Theory]
    [InlineData(4, 3, 3)]
    [InlineData(5, 4, 0)]
    [InlineData(60, 3, 3)]
    [InlineData(60, 4, 0)]
    [InlineData(100, 5, 5)]
    [InlineData(100, 6, 0)]
    public void A_list_may_lose_three_notices_or_one_in_twenty_at_once_and_more_is_its_fault(int listed, int lost, int withdrawn)
    {
        var all = Enumerable.Range(0, listed).Select(number => Some.Notice($"N{number}")).ToArray();
        _history.Shows(all);
        _history.Keeps(2, all[lost..]);

        Assert.Equal(withdrawn, _history.After(Confirmation).Shows(all[lost..]).Count);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 4)]
    public void Many_that_went_together_are_withdrawn_after_28_times_as_long(int seconds, int withdrawn)
    {
        var all = Enumerable.Range(0, 40).Select(number => Some.Notice($"N{number}")).ToArray();
        _history.Shows(all);
        var since = _history.Now;
        _history.Keeps(11, all[4..]);

        Assert.Equal(withdrawn, _history.After(since + 28 * Confirmation - _history.Now + TimeSpan.FromSeconds(seconds)).Shows(all[4..]).Count);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 4)]
    public void Many_that_went_together_are_withdrawn_after_twelve_lists_without_them(int before, int withdrawn)
    {
        var all = Enumerable.Range(0, 40).Select(number => Some.Notice($"N{number}")).ToArray();
        _history.Shows(all);
        _history.Keeps(before, all[4..]);

        Assert.Equal(withdrawn, _history.After(30 * Confirmation).Shows(all[4..]).Count);
    }

    [Fact]
    public void A_look_that_is_judged_again_does_not_count_twice()
    {
        _history.Shows(Some.Notice(), Some.Notice("IQ"));
        _history.Shows(Some.Notice("IQ"));
        _history.After(2 * Confirmation).Shows(Some.Notice("IQ"));

        Assert.Empty(_history.After(-BetweenLooks).Shows(Some.Notice("IQ")));
        Assert.Single(_history.Shows(Some.Notice("IQ")));
    }

    [Fact]
    public void One_that_was_withdrawn_meanwhile_counts_among_those_that_went_together()
    {
        var all = Enumerable.Range(0, 40).Select(number => Some.Notice($"N{number}")).ToArray();
        _history.Shows(all);
        _history.Shows(all[1..]);
        _history.After(Confirmation - 3 * BetweenLooks).Shows(all[2..]);

        Assert.Equal("N0", Assert.Single(_history.After(2 * BetweenLooks).Shows(all[2..])).After.Key);
        _history.After(Confirmation - 6 * BetweenLooks).Keeps(2, all[4..]);
        // N1 went within the time of confirmation of N0, N2 and N3; N2 and N3 only within that of N1.
        Assert.Equal(["N2", "N3"], _history.After(Confirmation).Shows(all[4..]).Select(change => change.After.Key).Order());
    }

    [Fact]
    public void Many_that_went_together_do_not_hold_one_that_goes_later()
    {
        var all = Enumerable.Range(0, 40).Select(number => Some.Notice($"N{number}")).ToArray();
        _history.Shows(all);
        _history.Shows(all[4..]);
        _history.After(2 * Confirmation).Keeps(2, all[5..]);

        Assert.Equal("N4", Assert.Single(_history.After(Confirmation).Shows(all[5..])).After.Key);
        Assert.Null(ChangeDetector.NextObservationAt(Some.Channel(), _history.States.Values.Where(state => state.MissingObservations >= 3)));
    }

    [Fact]
    public void A_foreign_list_for_one_look_issues_nothing_and_holds_no_later_withdrawal()
    {
        var own = Enumerable.Range(0, 40).Select(number => Some.Notice($"N{number}")).ToArray();
        var foreign = Enumerable.Range(0, 40).Select(number => Some.Notice($"F{number}")).ToArray();
        _history.Shows(own);

        Assert.Empty(_history.Shows(foreign));
        Assert.Empty(_history.Keeps(3, own));
        Assert.Null(ChangeDetector.NextObservationAt(Some.Channel(), _history.States.Values));
        _history.Keeps(2, own[1..]);
        Assert.Equal("N0", Assert.Single(_history.After(Confirmation).Shows(own[1..])).After.Key);
    }

    [Fact]
    public void The_second_look_is_planned_at_half_the_time_and_the_third_at_its_end()
    {
        var channel = Some.Channel();
        _history.Shows(Some.Notice(), Some.Notice("IQ"));
        var since = _history.Now;

        _history.Shows(Some.Notice("IQ"));
        Assert.Equal(since + Confirmation / 2, ChangeDetector.NextObservationAt(channel, _history.States.Values));

        _history.Shows(Some.Notice("IQ"));
        Assert.Equal(since + Confirmation, ChangeDetector.NextObservationAt(channel, _history.States.Values));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_notice_that_leaves_the_list_when_it_has_expired_is_not_withdrawn(int seconds, int withdrawn)
    {
        var third = _history.Now + BetweenLooks + Confirmation;
        _history.Shows(Some.Notice() with { ExpiresAt = third.AddSeconds(seconds) }, Some.Notice("IQ"));
        _history.Keeps(2, Some.Notice("IQ"));

        Assert.Equal(withdrawn, _history.After(Confirmation - 2 * BetweenLooks).Shows(Some.Notice("IQ")).Count);
    }

    private static (ChangeKind Kind, string Key) KindAndKey(Change change) => (change.Kind, change.After.Key);
}
