using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Detection;

/// <summary>Messages that name only the one before them.</summary>
public sealed class MessageChainsTests
{
    private readonly History _history = new(Some.Channel(membership: Membership.Window) with { MayBeEmpty = true });

    public MessageChainsTests() => _history.Shows();

    [Fact]
    public void A_chain_of_updates_is_one_notice_to_its_cancellation()
    {
        Assert.Equal(ChangeKind.Issued, Assert.Single(_history.Shows(Message(1, Some.Severe))).Kind);
        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.Shows(Message(2, Some.Extreme, 1))).Kind);
        Assert.Equal(ChangeKind.Revised, Assert.Single(_history.Shows(Message(3, Some.Extreme, 2))).Kind);
        var cancelled = Message(4, Some.Extreme, 3) with { Withdrawn = true };

        var change = Assert.Single(_history.Keeps(3, cancelled));

        Assert.Equal((ChangeKind.Withdrawn, "m1"), (change.Kind, change.State.Key));
    }

    [Fact]
    public void A_chain_whose_beginning_was_never_seen_goes_on_under_the_first_name_heard_of()
    {
        Assert.Equal("m4", Assert.Single(_history.Shows(Message(5, Some.Severe, 4))).State.Key);
        Assert.Equal(
            (ChangeKind.Raised, "m4"), Assert.Single(_history.Shows(Message(6, Some.Extreme, 5))) is var change ? (change.Kind, change.State.Key) : default);
    }

    [Fact]
    public void A_whole_chain_in_one_list_is_its_latest_message_whatever_the_order()
    {
        var change = Assert.Single(_history.Shows(Message(3, Some.Extreme, 2), Message(1, Some.Moderate), Message(2, Some.Severe, 1)));

        Assert.Equal((ChangeKind.Issued, "m1", Some.Extreme), (change.Kind, change.State.Key, change.After.Level));
        Assert.Empty(_history.Shows(Message(2, Some.Severe, 1), Message(3, Some.Extreme, 2), Message(1, Some.Moderate)));
    }

    [Fact]
    public void An_address_and_its_last_part_are_one_name()
    {
        _history.Shows(Message(1, Some.Severe) with { Key = "api.example.org/m1", Names = ["api.example.org/m1", "m1"] });

        var change = Assert.Single(_history.Shows(Message(2, Some.Extreme, 1)));

        Assert.Equal((ChangeKind.Raised, "api.example.org/m1"), (change.Kind, change.State.Key));
    }

    [Fact]
    public void Another_chain_is_another_notice()
    {
        _history.Shows(Message(1, Some.Severe));

        Assert.Equal(ChangeKind.Issued, Assert.Single(_history.Shows(Message(1, Some.Severe), Message(12, Some.Severe, 11))).Kind);
    }

    [Fact]
    public void A_chain_on_a_complete_list_is_not_missing_under_its_first_name()
    {
        var history = new History(Some.Channel());
        history.Shows(Message(1, Some.Severe));
        for (var hour = 2; hour < 20; hour++)
            Assert.DoesNotContain(
                history.After(TimeSpan.FromHours(1)).Shows(Message(hour, Some.Severe, hour - 1)), change => change.Kind == ChangeKind.Withdrawn);
    }

    [Fact]
    public void Names_are_kept_for_two_days_of_hourly_updates_and_no_longer()
    {
        _history.Shows(Message(1, Some.Severe));
        for (var number = 2; number < 200; number++)
            _history.Shows(Message(number, Some.Severe, number - 1));

        Assert.InRange(Assert.Single(_history.States.Values).Names.Count, 48, 64);
    }

    private static Notice Message(int number, Level level, int? follows = null) =>
        Some.Notice($"m{follows ?? number}", level, $"Text {number}", Some.Morning.AddMinutes(number)) with
        {
            Names = [$"m{number}"],
            Follows = follows is { } one ? [$"m{one}"] : [],
        };
}
