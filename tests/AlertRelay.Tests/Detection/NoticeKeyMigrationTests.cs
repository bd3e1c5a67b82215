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
        Assert.Equal("not sent: known under another key", _history.Reason("new-3"));
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

        var change = Assert.Single(_history.Shows([.. Items("old", 5), Item("new-5", "Title 5", "Other words.")]));

        Assert.Equal((ChangeKind.Issued, "new-5"), (change.Kind, change.After.Key));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 0)]
    public void Fewer_than_three_items_of_other_words_under_other_keys_are_no_move(int count, int issued)
    {
        _history.Shows(Items("old", count));

        Assert.Equal(issued, _history.Shows([.. Items("new", count).Select(item => item with { Text = "Other words." })]).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Few_items_that_keep_title_time_and_words_are_the_known_ones(int count)
    {
        _history.Shows(Items("old", count));

        Assert.Empty(_history.Shows(Items("new", count)));
    }

    [Fact]
    public void Keys_made_anew_at_each_request_leave_no_row_each_time()
    {
        for (var look = 0; look < 10; look++)
            Assert.Empty(_history.Shows(Items($"look{look}", 4)));

        Assert.Equal(3 * 4, _history.States.Count);
        Assert.Equal("new", Assert.Single(_history.Shows([.. Items("last", 4), Item("new", "Another title")])).After.Key);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_second_wave_of_the_same_titles_after_a_look_without_them_is_issued_word_for_word_too(int hours)
    {
        _history.Shows(Item("x", "Other"));
        _history.Shows(Items("first", 4));
        _history.Shows();

        Assert.Equal(4, _history.Shows([.. Items("second", 4).Select(item => item with { PublishedAt = Day.AddHours(hours) })]).Count);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    public void A_second_wave_in_the_next_look_is_issued_when_its_time_is_another(int seconds, int issued)
    {
        _history.Shows(Items("first", 4));

        Assert.Equal(issued, _history.Shows([.. Items("second", 4).Select(item => item with { PublishedAt = Day.AddSeconds(seconds) })]).Count);
    }

    [Theory]
    [InlineData("www.example.org/w/caf%C3%A9", "example.org/w/caf%c3%a9", 0)]
    [InlineData("example.org/w/storm", "example.org/W/Storm", 0)]
    [InlineData("example.org/warnings", "example.org/warnings#~12345678", 0)]
    [InlineData("example.org/w/storm", "example.org/w/other", 1)]
    public void One_address_in_two_spellings_is_one_notice_without_a_date_and_beside_others(string before, string after, int issued)
    {
        var stays = Items("stays", 5);
        _history.Shows([.. stays, Undated(before)]);

        Assert.Equal(issued, _history.Shows([.. stays, Undated(after)]).Count);

        static Notice Undated(string key) => Item(key, "Storm") with { PublishedAt = null };
    }

    [Fact]
    public void A_whole_list_that_comes_under_new_ids_twice_running_is_a_fault_and_what_is_new_in_it_is_sent()
    {
        Notice[] At(int look) => [.. Items($"look{look}", 4).Select(item => item with { PublishedAt = Day.AddMinutes(look) })];
        _history.Shows(At(0));

        Assert.Equal(4, _history.Shows(At(1)).Count);
        Assert.Empty(_history.Shows(At(2)));
        Assert.Contains("twice running", Assert.Single(_history.Remarks), StringComparison.Ordinal);
        Assert.Empty(_history.Shows(At(3)));
        Assert.Equal("new", Assert.Single(_history.Shows([.. At(4), Item("new", "Another title")])).After.Key);
    }

    [Fact]
    public void Ids_that_last_for_a_look_are_no_longer_made_anew()
    {
        Notice[] At(int look) => [.. Items($"look{look}", 4).Select(item => item with { PublishedAt = Day.AddMinutes(look) })];
        _history.Shows(At(0));
        _history.Shows(At(1));
        _history.Shows(At(1));

        Assert.Equal(4, _history.Shows(At(2)).Count);
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

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    public void A_complete_list_whose_ids_all_change_is_the_known_one(int count)
    {
        var history = new History(Some.Channel());
        history.Shows(Items("old", count));

        Assert.Empty(history.Shows(Items("new", count)));
        Assert.Empty(history.After(TimeSpan.FromDays(10)).Keeps(20, Items("new", count)));
        Assert.Empty(history.Shows(Items("old", count)));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void A_country_under_another_name_and_key_is_the_known_one_at_the_same_level(bool raised, int issued)
    {
        var history = new History(Some.Channel());
        Notice Named(string key, string name) => Some.Notice(key) with { Title = name, Areas = [new Area("TR", name)] };
        history.Shows(Some.Notice("IR"), Named("turkey", "Turkey"));
        var renamed = Named("turkiye", "Türkiye") with { Level = raised ? Some.Extreme : Some.Moderate };

        Assert.Equal(issued, history.Shows(Some.Notice("IR"), renamed).Count);
        Assert.Equal(issued, history.After(TimeSpan.FromDays(1)).Keeps(4, Some.Notice("IR"), renamed).Count);
    }

    private static Notice[] Items(string key, int count) => [.. Enumerable.Range(0, count).Select(index => Item($"{key}-{index}", $"Title {index}"))];

    private static Notice Item(string key, string title, string text = "Words.") => Some.Notice(key, text: text) with { Title = title, PublishedAt = Day };
}
