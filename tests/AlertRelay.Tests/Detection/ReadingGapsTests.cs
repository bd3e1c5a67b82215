using AlertRelay.Alerts;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

public sealed class ReadingGapsTests
{
    private static readonly Level Unreadable = Level.Unreadable("a new word");

    [Fact]
    public void Levels_that_were_known_and_cannot_be_read_count_until_they_can()
    {
        var lost = State("A", Some.Severe) with { ReasonCode = DecisionReason.LevelUnreadable };

        Assert.Equal((3, 1), Of(lost, State("B", Some.Minor), State("C", Unreadable)) is var gaps ? (gaps.Notices, gaps.Levels) : default);
        Assert.Equal(0, Of(lost with { ReasonCode = DecisionReason.NothingNew }).Levels);
        Assert.Equal(0, Of(lost with { Withdrawn = true }, lost with { MissingSince = Some.Morning }).Notices);
    }

    [Theory]
    [InlineData(2, 10, 0, 0)]
    [InlineData(3, 10, 0, 3)]
    [InlineData(3, 9, 0, 0)]
    [InlineData(3, 12, 2, 3)]
    [InlineData(3, 12, 3, 0)]
    public void A_new_word_for_a_level_shows_in_the_latest_alerts(int latest, int before, int unreadableBefore, int counted)
    {
        var old = Enumerable.Range(0, before).Select(number => State($"old {number}", number < unreadableBefore ? Unreadable : Some.Minor));
        var news = Enumerable.Range(0, 5).Select(number => State($"new {number}", number < latest ? Unreadable : Some.Minor) with
        {
            Alerts = ["alr_1"],
            LastNotifiedAt = Some.Morning.AddHours(number),
        });

        Assert.Equal(counted, Of([.. old, .. news]).Levels);
    }

    [Fact]
    public void Only_the_latest_five_alerts_show_a_new_word()
    {
        var old = Enumerable.Range(0, 12).Select(number => State($"old {number}", Some.Minor));
        var news = Enumerable.Range(0, 6).Select(number => State($"new {number}", number is 0 or 1 or 2 ? Unreadable : Some.Minor) with
        {
            Alerts = ["alr_1"],
            LastNotifiedAt = Some.Morning.AddHours(number),
        });

        Assert.Equal(0, Of([.. old, .. news]).Levels);
    }

    [Fact]
    public void Places_count_for_channels_that_have_them()
    {
        var nowhere = State("A", Some.Minor) with { LastNotified = Some.Notice() with { Areas = [] } };

        Assert.Equal(1, Of(nowhere, State("B", Some.Minor)).Places);
        Assert.Equal(0, ReadingGaps.Of(Some.Channel(), [nowhere], Some.Morning).Places);
    }

    [Theory]
    [InlineData(1, 11 * 60 + 59, false)]
    [InlineData(1, 12 * 60, true)]
    [InlineData(2, 59, false)]
    [InlineData(2, 60, true)]
    [InlineData(3, 0, true)]
    [InlineData(0, 24 * 60, false)]
    public void A_page_fails_after_three_times_or_two_over_an_hour_or_half_a_day(int failures, int minutes, bool failing) =>
        Assert.Equal(failing ? 1 : 0, Of(Paged(failures, Some.Morning.AddMinutes(-minutes))).Pages);

    [Fact]
    public void Pages_fail_as_a_whole_while_none_was_read_since_the_first_failure()
    {
        var first = Paged(1, Some.Morning.AddHours(-5));
        var read = State("B", Some.Minor) with { Page = Page with { ReadAt = Some.Morning.AddHours(-5) } };

        Assert.Equal(Some.Morning.AddHours(-5), Of(first, Paged(4, Some.Morning)).PagesFailSince);
        Assert.Null(Of(first, read).PagesFailSince);
        Assert.NotNull(Of(first, read with { Page = read.Page! with { ReadAt = Some.Morning.AddHours(-6) } }).PagesFailSince);
    }

    private static PageState Page => new(new Uri("https://example.org/a"), "2", "1", null, null, null);

    private static NoticeState Paged(int failures, DateTimeOffset since) =>
        State("A", Some.Minor) with { Page = Page with { Failures = failures, FailingSince = since } };

    private static NoticeState State(string key, Level level) => new() { Key = key, LastNotified = Some.Notice(key, level), Revision = 1 };

    private static ReadingGaps Of(params NoticeState[] states) => ReadingGaps.Of(Some.Channel() with { HasPlaces = true }, states, Some.Morning);
}
