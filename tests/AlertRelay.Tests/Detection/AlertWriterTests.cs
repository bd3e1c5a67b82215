using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;

namespace AlertRelay.Tests.Detection;

public sealed class AlertWriterTests
{
    private static readonly Notice Iran = Some.Notice(), Iraq = Some.Notice("IQ");

    private readonly History _history = new(Some.Channel());

    [Theory]
    [InlineData(false, true)]
    // A list without advice for a country never said that the country is safe.
    [InlineData(true, false)]
    public void A_notice_that_its_publisher_marks_as_over_is_withdrawn_by_the_publisher(bool hasNoAdvice, bool expected)
    {
        _history.Shows(Iran, Iraq);

        var alert = Withdrawn(() => _history.After(TimeSpan.FromHours(12)).Shows(Iran with { Withdrawn = true, HasNoAdvice = hasNoAdvice }, Iraq));

        Assert.Equal(expected, alert.WithdrawnByPublisher);
    }

    [Fact]
    public void A_notice_that_is_only_no_longer_listed_is_not()
    {
        _history.Shows(Iran, Iraq);

        Assert.False(Withdrawn(() => _history.After(TimeSpan.FromHours(12)).Shows(Iraq)).WithdrawnByPublisher);
    }

    [Fact]
    public void A_notice_that_comes_back_is_not_withdrawn_any_more_and_its_end_is_the_publishers()
    {
        var end = Some.Morning.AddDays(3);
        _history.Shows(Iran);

        var change = Assert.Single(_history.Shows(Iran with { Level = Some.Extreme, ExpiresAt = end }));
        var alert = AlertWriter.Write(_history.Channel, change, Some.Morning);

        Assert.Equal((false, end), (alert.WithdrawnByPublisher, alert.ExpiresAt));
    }

    // Withdrawals are confirmed by later looks.
    private Alert Withdrawn(Func<IReadOnlyList<Change>> look)
    {
        for (var looks = 0; looks < 10; looks++)
            if (look().SingleOrDefault(change => change.Kind == ChangeKind.Withdrawn) is { } change)
                return AlertWriter.Write(_history.Channel, change, Some.Morning);

        throw new InvalidOperationException("It was never withdrawn.");
    }
}
