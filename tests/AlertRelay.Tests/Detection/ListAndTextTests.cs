using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Tests.Detection;

/// <summary>A list that states a level of its own, beside a page whose text may state a more severe one.</summary>
public sealed class ListAndTextTests
{
    private readonly History _history = new(Some.Channel());

    [Fact]
    public void A_flag_that_is_cleared_in_the_list_lowers_nothing_while_the_text_stands()
    {
        _history.Shows(Some.Notice(level: Some.Extreme));

        Assert.Empty(_history.Keeps(8, Listed(Some.Minor)));
        Assert.Equal(Some.Extreme, _history.States["IR"].LastNotified!.Level);
    }

    [Fact]
    public void A_flag_that_is_set_in_the_list_is_sent_before_the_text_is_read()
    {
        _history.Shows(Some.Notice(level: Some.Moderate));

        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.Shows(Listed(Some.Extreme))).Kind);
    }

    [Fact]
    public void Where_no_text_was_ever_read_the_list_decides()
    {
        _history.Shows(Listed(Some.Extreme));

        Assert.Equal(ChangeKind.Lowered, Assert.Single(_history.Keeps(8, Listed(Some.Minor))).Kind);
    }

    [Fact]
    public void A_level_that_an_update_reads_in_words_already_sent_is_no_news()
    {
        _history.Shows(Some.Notice(level: Some.Minor));
        _history.Channel = Updated;

        Assert.Empty(_history.Keeps(3, Some.Notice(level: Some.Severe)));
        Assert.Equal(Some.Severe, _history.States["IR"].LastNotified!.Level);
    }

    [Fact]
    public void That_holds_for_a_page_that_is_read_after_its_list()
    {
        _history.Shows(Some.Notice(level: Some.Minor));
        _history.Channel = Updated;

        Assert.Empty(_history.Keeps(3, Listed(Some.Minor)));
        Assert.Empty(_history.Keeps(3, Some.Notice(level: Some.Severe)));
    }

    [Fact]
    public void Other_words_with_a_higher_level_are_news_after_an_update_too()
    {
        _history.Shows(Some.Notice(level: Some.Minor));
        _history.Channel = Updated;

        Assert.Equal(ChangeKind.Raised, Assert.Single(_history.Shows(Some.Notice(level: Some.Severe, text: "Leave."))).Kind);
    }

    private static Channel Updated => Some.Channel() with { Levels = new Dictionary<string, LevelEntry> { ["5"] = new("Other", Severity.Extreme, 5) } };

    private static Notice Listed(Level level) => Some.Notice(level: level) with { Text = null, SignificantFacts = null, LevelIsAtLeast = true };
}
