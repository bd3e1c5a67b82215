using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries.Webhooks;

public sealed class RetryAfterTests
{
    // Now is 2020-01-10 00:50:15, Unix time 1578617415.
    [Theory]
    [InlineData(5.0, "Retry-After: 5", "X-RateLimit-Reset: 60")]
    [InlineData(1.338, "Retry-After: 1.3371")]
    [InlineData(10.0, "Retry-After: 5", "Retry-After: 10")]
    [InlineData(10.0, "Retry-After: 5, 10")]
    [InlineData(5.0, "Retry-After: soon", "Retry-After: 5")]
    [InlineData(15.0, "Retry-After: Fri, 10 Jan 2020 00:50:30 GMT")]
    [InlineData(30.0, "Retry-After: Fri, 10 Jan 2020 00:50:30 GMT", "Date: Fri, 10 Jan 2020 00:50:00 GMT")]
    [InlineData(null, "Retry-After: Fri, 10 Jan 2020 00:50:30 GMT", "Date: Fri, 10 Jan 2020 00:50:30 GMT")]
    [InlineData(86400.0, "Retry-After: 31536000")]
    [InlineData(86400.0, "Retry-After: 99999999999999999999")]
    [InlineData(null, "Retry-After: -5")]
    [InlineData(null, "Retry-After: 0")]
    [InlineData(30.0, "RateLimit: \"default\";r=0;t=30")]
    [InlineData(30.0, "RateLimit: limit=100, remaining=0, reset=30")]
    [InlineData(30.0, "RateLimit-Reset: 30")]
    [InlineData(30.0, "X-RateLimit-Reset: 30")]
    [InlineData(45.0, "X-RateLimit-Reset: 1578617460")]
    [InlineData(45.0, "X-RateLimit-Reset: 1578617460000")]
    [InlineData(null, "X-RateLimit-Reset: 1578617400")]
    [InlineData(null, "RateLimit: soon")]
    public void The_wait_is_read_from_all_usual_headers(double? seconds, params string[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var header in headers)
            response.Headers.TryAddWithoutValidation(header.Split(": ", 2)[0], header.Split(": ", 2)[1]);

        Assert.Equal(seconds, RetryAfter.Of(response.Headers, Some.Time)?.TotalSeconds);
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(500, false)]
    [InlineData(502, false)]
    public void An_attempt_that_the_receiver_put_off_does_not_count(int status, bool isDeferral) =>
        Assert.Equal(
            isDeferral ? TimeSpan.FromSeconds(60) : null,
            RetrySchedule.Deferral(0, TimeSpan.Zero, new DeliveryOutcome.Failed("status", status, TimeSpan.FromSeconds(60))));

    [Fact]
    public void Deferrals_end_75_hours_after_the_first_attempt_and_come_ever_more_rarely()
    {
        var failed = new DeliveryOutcome.Failed("status", 429, TimeSpan.FromSeconds(1));
        var (since, count) = (TimeSpan.Zero, 0);
        while (RetrySchedule.Deferral(count, since, failed) is { } wait)
            (since, count) = (since + wait, count + 1);

        Assert.InRange(since, TimeSpan.FromHours(74.5), TimeSpan.FromHours(75));
        Assert.InRange(count, 200, 300);
        Assert.Equal(TimeSpan.FromSeconds(5), RetrySchedule.Deferral(0, TimeSpan.Zero, failed));
        Assert.Equal(
            TimeSpan.FromMinutes(1),
            RetrySchedule.Deferral(0, TimeSpan.FromHours(75) - TimeSpan.FromMinutes(1), failed with { RetryAfter = TimeSpan.FromMinutes(1) }));
        Assert.Null(RetrySchedule.Deferral(0, TimeSpan.FromHours(75) - TimeSpan.FromSeconds(59), failed with { RetryAfter = TimeSpan.FromMinutes(1) }));
    }
}
