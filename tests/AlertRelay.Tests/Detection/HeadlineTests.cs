using AlertRelay.Alerts;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

public sealed class HeadlineTests
{
    [Theory]
    [InlineData(ChangeKind.Issued, "Iran", "Testland: Iran (Do not travel)")]
    [InlineData(ChangeKind.Issued, "Armed attacks near the border", "Testland: Armed attacks near the border (Do not travel)")]
    [InlineData(ChangeKind.Raised, "Iran - Level 4: Do Not Travel", "Testland raises Iran to Do not travel (was Reconsider travel)")]
    [InlineData(ChangeKind.Raised, "Travel advice for Iran", "Testland raises Iran to Do not travel (was Reconsider travel)")]
    [InlineData(ChangeKind.Raised, "Iran: Armed attacks near the border", "Testland raises Iran to Do not travel: Iran: Armed attacks near the border")]
    [InlineData(ChangeKind.Lowered, "Iran", "Lowered: Testland, Iran to Do not travel (was Reconsider travel)")]
    [InlineData(ChangeKind.Revised, "Iran", "Testland updates Iran (still Do not travel)")]
    [InlineData(ChangeKind.Withdrawn, "Iran", "Withdrawn: Testland, Iran (was Reconsider travel)")]
    [InlineData(ChangeKind.Withdrawn, "Armed attacks", "Withdrawn: Testland, Armed attacks (was Reconsider travel)")]
    public void A_headline_names_the_country_unless_the_notice_has_a_title_of_its_own(ChangeKind kind, string title, string headline) =>
        Assert.Equal(headline, Of(kind, title, Some.Severe, Some.Extreme, [new Area("IR", "Iran")]));

    [Fact]
    public void A_notice_about_several_countries_keeps_its_title() =>
        Assert.Equal(
            "Testland raises Iran and Iraq to Do not travel (was Reconsider travel)",
            Of(ChangeKind.Raised, "Iran and Iraq", Some.Severe, Some.Extreme, [new Area("IR", "Iran"), new Area("IQ", "Iraq")]));

    [Fact]
    public void What_has_no_level_is_named_without_one()
    {
        Assert.Equal("Testland: Statement on Iran", Of(ChangeKind.Issued, "Statement on Iran", null, Level.None, []));
        Assert.Equal("Testland updates Statement on Iran", Of(ChangeKind.Revised, "Statement on Iran", Level.None, Level.None, []));
        Assert.Equal("Withdrawn: Testland, Statement on Iran", Of(ChangeKind.Withdrawn, "Statement on Iran", Level.None, Level.None, []));
        Assert.Equal("Testland raises Iran to Do not travel", Of(ChangeKind.Raised, "Iran", Level.None, Some.Extreme, [new Area("IR", "Iran")]));
    }

    private static string Of(ChangeKind kind, string title, Level? before, Level after, IReadOnlyList<Area> areas)
    {
        var notice = Some.Notice(level: after) with { Title = title, Areas = areas };
        var change = new Change(
            kind, before is null ? null : notice with { Level = before }, notice, Some.Evidence(), new NoticeState { Key = notice.Key }, [], []);
        return Headline.Of(Some.Channel(), change);
    }
}
