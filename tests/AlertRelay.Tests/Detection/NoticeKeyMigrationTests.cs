using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Detection;

/// <summary>A window whose items come back under other keys.</summary>
public sealed class NoticeKeyMigrationTests
{
    private static readonly DateTimeOffset Day = new(2026, 2, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly History _history = new(Some.Channel(membership: Membership.Window));

    [Fact]
    public void Items_that_keep_title_and_day_are_the_known_ones()
    {
        _history.Shows(Items("old", 6));

        Assert.Empty(_history.Shows(Items("new", 6)));
        Assert.Empty(_history.Shows(Items("newer", 6)));
        Assert.Equal("silent: known under another key", _history.Reason("new-3"));
    }

    [Fact]
    public void What_is_new_beside_them_is_told()
    {
        _history.Shows(Items("old", 6));

        var change = Assert.Single(_history.Shows([.. Items("new", 6), Item("new-7", "Another title")]));

        Assert.Equal((ChangeKind.Issued, "new-7"), (change.Kind, change.After.Key));
    }

    [Fact]
    public void A_later_revision_goes_on_with_the_known_ones_history()
    {
        _history.Shows(Items("old", 6));
        _history.Shows([.. Items("old", 6), Item("old-9", "Ninth")]);
        _history.Shows([.. Items("new", 6), Item("new-9", "Ninth")]);

        var change = Assert.Single(_history.Shows([.. Items("new", 6), Item("new-9", "Ninth", "Other words.")]));

        Assert.Equal((ChangeKind.Revised, "new-9", 2), (change.Kind, change.After.Key, change.State.Revision));
        Assert.Single(change.Earlier);
    }

    [Fact]
    public void Two_of_one_title_on_one_day_beside_items_that_stay_are_two()
    {
        _history.Shows(Items("old", 6));

        var change = Assert.Single(_history.Shows([.. Items("old", 5), Item("new-5", "Title 5")]));

        Assert.Equal((ChangeKind.Issued, "new-5"), (change.Kind, change.After.Key));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 0)]
    public void Fewer_than_three_items_under_other_keys_are_no_move(int count, int issued)
    {
        _history.Shows(Items("old", count));

        Assert.Equal(issued, _history.Shows(Items("new", count)).Count);
    }

    [Theory]
    [InlineData(4, 4, 4)]
    [InlineData(5, 4, 0)]
    public void Items_under_other_keys_are_a_move_only_when_they_outnumber_those_that_stay(int changed, int stay, int issued)
    {
        var stays = Enumerable.Range(0, stay).Select(index => Item($"stays-{index}", $"Other title {index}")).ToArray();
        _history.Shows([.. stays, .. Items("old", changed)]);

        Assert.Equal(issued, _history.Shows([.. stays, .. Items("new", changed)]).Count);
    }

    [Fact]
    public void A_known_item_stands_for_one_new_item_only()
    {
        _history.Shows(Items("old", 4));

        var change = Assert.Single(_history.Shows([.. Items("new", 4), Item("new-twin", "Title 3")]));

        Assert.Equal("new-twin", change.After.Key);
    }

    [Fact]
    public void Titles_without_a_date_say_too_little()
    {
        Notice[] Undated(string key) => [.. Items(key, 4).Select(item => item with { PublishedAt = null })];
        _history.Shows(Undated("old"));

        Assert.Equal(4, _history.Shows(Undated("new")).Count);
    }

    [Fact]
    public void The_same_titles_of_another_day_are_news()
    {
        _history.Shows(Items("old", 4));

        Assert.Equal(4, _history.Shows([.. Items("new", 4).Select(item => item with { PublishedAt = Day.AddDays(7) })]).Count);
    }

    [Fact]
    public void A_complete_list_is_keyed_by_what_lasts()
    {
        var history = new History(Some.Channel());
        history.Shows(Items("old", 4));

        Assert.Equal(4, history.Shows(Items("new", 4)).Count);
    }

    private static Notice[] Items(string key, int count) => [.. Enumerable.Range(0, count).Select(index => Item($"{key}-{index}", $"Title {index}"))];

    private static Notice Item(string key, string title, string text = "Words.") => Some.Notice(key, text: text) with { Title = title, PublishedAt = Day };
}
