using AlertRelay.Deliveries;
using CsCheck;

namespace AlertRelay.Tests.Deliveries;

public sealed class RetryScheduleTests
{
    private static readonly DeliveryOutcome.Failed Failed = new(DeliveryError.Timeout);

    [Fact]
    public void Ten_attempts_take_about_75_hours()
    {
        var schedule = new RetrySchedule(() => 0.5);

        var waits = Enumerable.Range(1, 9).Select(attempts => schedule.After(attempts, Failed)).ToList();

        Assert.Equal(new TimeSpan(75, 35, 5), waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait!.Value));
        Assert.Null(schedule.After(10, Failed));
        Assert.Null(schedule.After(11, Failed));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 1800)]
    [InlineData(9, 86400)]
    public void Each_wait_is_the_planned_one_on_average(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new RetrySchedule(() => 0.5).After(attempts, Failed));

    [Fact]
    public void Chance_moves_a_wait_by_a_fifth_at_most() =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[1, 9]).Sample((chance, attempts) =>
        {
            var planned = RetrySchedule.Waits[attempts - 1];
            Assert.InRange(new RetrySchedule(() => chance).After(attempts, Failed)!.Value, planned * 0.8, planned * 1.2);
        });

    [Fact]
    public void A_receiver_may_ask_for_more_time_but_not_for_less() =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[1, 9], Gen.Int[1, 86400]).Sample((chance, attempts, seconds) =>
        {
            var schedule = new RetrySchedule(() => chance);
            var planned = schedule.After(attempts, Failed)!.Value;
            var wish = TimeSpan.FromSeconds(seconds);

            Assert.Equal(wish > planned ? wish : planned, schedule.After(attempts, Failed with { RetryAfter = wish }));
        });
}
