using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

/// <summary>How many of a list may change at once before the list is doubted: each limit, and one more.</summary>
public sealed class ObservationQualityTests
{
    private const string Lowered = "lowered", Raised = "raised", Revised = "revised", Redated = "re-dated";

    private static readonly DateTimeOffset Now = Some.Morning;

    [Theory]
    [InlineData(Lowered, 100, 12, false)]
    [InlineData(Lowered, 100, 13, true)]
    [InlineData(Raised, 100, 30, false)]
    [InlineData(Raised, 100, 31, true)]
    [InlineData(Revised, 100, 25, false)]
    [InlineData(Revised, 100, 26, true)]
    [InlineData(Redated, 100, 30, false)]
    [InlineData(Redated, 100, 31, true)]
    [InlineData(Lowered, 20, 10, false)]
    [InlineData(Lowered, 20, 11, true)]
    [InlineData(Raised, 20, 10, false)]
    [InlineData(Raised, 20, 11, true)]
    public void A_list_is_doubted_when_more_than_its_share_and_more_than_ten_change(string change, int listed, int changed, bool doubted)
    {
        Notice[] shown = [.. All(listed).Select((notice, number) => number < changed ? Changed(notice, change) : notice)];

        Assert.Equal(doubted ? [change] : [], DoubtsOf(Of(All(listed), shown)));
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(13, true)]
    public void Of_half_a_list_the_share_is_that_of_the_whole(int lowered, bool doubted)
    {
        Notice[] half = [.. All(50).Select((notice, number) => number < lowered ? Changed(notice, Lowered) : notice)];

        Assert.Equal(doubted, Of(All(100), half).MassLowering);
    }

    [Theory]
    [InlineData(36 * 60, false)]
    [InlineData(36 * 60 - 1, true)]
    public void A_date_is_moved_to_today_when_it_is_less_than_a_day_and_a_half_old(int minutes, bool doubted)
    {
        Notice[] redated = [.. All(100).Select(notice => notice with { UpdatedAt = Now.AddMinutes(-minutes) })];

        Assert.Equal(doubted, Of(All(100), redated).MassRedating);
    }

    [Fact]
    public void Twelve_drops_of_a_hundred_are_sent_after_the_usual_wait()
    {
        var history = new History(Some.Channel());
        history.Shows(All(100));

        Assert.Empty(history.Shows(Dropped(12)));
        Assert.Equal(12, history.Shows(Dropped(12)).Count);
    }

    [Theory]
    [InlineData(12, 30, 12)]
    [InlineData(13, 30, 0)]
    [InlineData(13, 119, 0)]
    [InlineData(13, 120, 13)]
    public void More_than_twelve_of_a_hundred_that_their_publisher_withdraws_at_once_have_to_last_six_times_as_long(int withdrawn, int minutes, int sent)
    {
        var history = new History(Some.Channel(new ChannelRules { ConfirmDropAfter = TimeSpan.FromMinutes(20) }));
        history.Shows(All(100));
        Notice[] shown = [.. All(100).Select((notice, number) => number < withdrawn ? notice with { Withdrawn = true } : notice)];

        Assert.Empty(history.Shows(shown));
        Assert.Equal(sent, history.After(TimeSpan.FromMinutes(minutes - 15)).Shows(shown).Count);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 13)]
    public void Thirteen_drops_of_a_hundred_are_sent_when_they_lasted_six_times_as_long(int seconds, int sent)
    {
        var rules = new ChannelRules { ConfirmDropAfter = TimeSpan.FromMinutes(20) };
        var history = new History(Some.Channel(rules));
        history.Shows(All(100));

        Assert.Empty(history.Shows(Dropped(13)));
        Assert.Equal(sent, history.After(TimeSpan.FromMinutes(120 - 15) + TimeSpan.FromSeconds(seconds)).Shows(Dropped(13)).Count);
    }

    private static Notice[] All(int count) => [.. Enumerable.Range(0, count).Select(number => Some.Notice($"N{number}", updated: Now.AddDays(-10)))];

    private static Notice[] Dropped(int count) => [.. All(100).Select((notice, number) => number < count ? Changed(notice, Lowered) : notice)];

    private static Notice Changed(Notice notice, string change) => change switch
    {
        Lowered => notice with { Level = Some.Minor },
        Raised => notice with { Level = Some.Severe },
        Revised => notice with { SignificantFacts = [$"New words for {notice.Key}."] },
        Redated => notice with { UpdatedAt = Now.AddHours(-1) },
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, null),
    };

    private static ObservationQuality Of(Notice[] before, Notice[] shown) => ObservationQuality.Of(
        before.ToDictionary(notice => notice.Key, notice => new NoticeState
        {
            Key = notice.Key,
            LastNotified = notice,
            NewestDate = notice.UpdatedAt,
            Memory = Array.Empty<PastFingerprint>().With(notice, Now.AddDays(-1)),
        }),
        [.. shown.Select(notice => new ObservedNotice(notice, Some.Evidence(Now)))],
        Now, new HashSet<string>());

    private static string[] DoubtsOf(ObservationQuality quality) =>
    [
        .. new[] { (quality.MassLowering, Lowered), (quality.MassRaise, Raised), (quality.MassRevision, Revised), (quality.MassRedating, Redated) }
            .Where(doubt => doubt.Item1)
            .Select(doubt => doubt.Item2),
    ];
}
