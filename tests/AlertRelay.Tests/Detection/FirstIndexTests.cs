using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

/// <summary>Notices that the first index named, and whose page was not read before it moved.</summary>
public sealed class FirstIndexTests
{
    private static readonly NoticeState Indexed = new() { Key = "IR", FromBaseline = true, NewestDate = Some.Morning.AddDays(-40) };
    private static readonly Channel Channel = Some.Channel(membership: Membership.Window);

    [Fact]
    public void A_revision_is_told_though_the_version_before_was_not_read()
    {
        var change = Assert.Single(Look(Indexed, Some.Notice(updated: Some.Morning, fact: "version 3")).Changes);

        Assert.Equal((ChangeKind.Revised, 1), (change.Kind, change.State.Revision));
        Assert.Null(change.Before);
    }

    [Fact]
    public void A_page_without_news_becomes_what_is_known()
    {
        var findings = Look(Indexed, Some.Notice(updated: Some.Morning) with { SignificantFacts = [] });

        Assert.Empty(findings.Changes);
        Assert.Equal("not sent: first reading", Assert.Single(findings.States).Reason);
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(-50)]
    public void The_version_that_the_index_named_is_no_news(int days) =>
        Assert.Empty(Look(Indexed, Some.Notice(updated: Some.Morning.AddDays(days), fact: "version 3")).Changes);

    [Fact]
    public void Where_the_index_named_no_date_the_first_reading_tells_nothing() =>
        Assert.Empty(Look(Indexed with { NewestDate = null }, Some.Notice(updated: Some.Morning, fact: "version 3")).Changes);

    [Fact]
    public void A_level_that_a_new_title_states_is_a_rise_also_for_a_notice_of_the_first_reading()
    {
        var history = new History(Channel);
        history.Shows(Some.Notice(level: Level.None, text: "News"));

        Assert.Equal(ChangeKind.Raised, Assert.Single(history.Shows(Some.Notice(level: Some.Severe, text: "Alert: news"))).Kind);
    }

    [Fact]
    public void A_scale_that_can_be_read_again_is_no_rise()
    {
        var history = new History(Channel);
        history.Shows(Some.Notice(level: Level.Unreadable("?")));

        Assert.Empty(history.Shows(Some.Notice(level: Some.Severe)));
    }

    private static DetectionResult Look(NoticeState before, Notice notice) =>
        ChangeDetector.Detect(
            Channel,
            new Dictionary<string, NoticeState> { ["IR"] = before },
            new ChannelObservation(Some.Morning, [new ObservedNotice(notice, Some.Evidence())]));
}
