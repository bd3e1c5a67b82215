using AlertRelay.Alerts;

namespace AlertRelay.Tests.Detection;

public sealed class NoticeRulesTests
{
    private readonly History _history = new(Some.Channel());

    // After an outage the lists still name what ended meanwhile.
    [Theory]
    [InlineData(-86_400)]
    [InlineData(0)]
    public void A_new_notice_that_has_expired_sends_no_alert(int seconds)
    {
        _history.Shows(Some.Notice());
        var expired = Some.Notice("IQ", Some.Extreme) with { ExpiresAt = _history.Now.AddSeconds(seconds) };

        Assert.Empty(_history.Keeps(3, Some.Notice(), expired));
        Assert.Equal(expired.ExpiresAt, _history.States["IQ"].LastNotified!.ExpiresAt);
    }

    [Fact]
    public void A_new_notice_that_is_in_force_for_one_more_second_is_issued()
    {
        _history.Shows(Some.Notice());
        var current = Some.Notice("IQ", Some.Extreme) with { ExpiresAt = _history.Now.AddSeconds(1) };

        Assert.Equal(ChangeKind.Issued, Assert.Single(_history.Shows(Some.Notice(), current)).Kind);
    }
}
