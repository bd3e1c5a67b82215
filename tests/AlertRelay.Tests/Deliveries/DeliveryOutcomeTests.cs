using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Tests.Deliveries.Fakes;

namespace AlertRelay.Tests.Deliveries;

public sealed class DeliveryOutcomeTests
{
    [Fact]
    public void Every_status_has_its_outcome()
    {
        foreach (var status in Enumerable.Range(200, 400))
        {
            var outcome = DeliveryOutcome.Of(status, null);
            Assert.Equal(status, outcome.StatusCode);
            Assert.Equal(status < 300, outcome is DeliveryOutcome.Delivered);
            Assert.Equal(status == 410, outcome is DeliveryOutcome.Gone);
            Assert.Equal(status is >= 300 and < 400, outcome.Error == DeliveryError.Redirect);
            Assert.Equal(status is 429 or 502 or 503 or 504, outcome is DeliveryOutcome.Failed { Pause: not null });
            Assert.Equal(status < 300, outcome.Reason is null);
        }
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Fri, 10 Jan 2020 00:52:15 GMT", 120)]
    [InlineData("86400", 86400)]
    [InlineData("31536000", 86400)]
    [InlineData("Sat, 10 Jan 2032 00:52:15 GMT", 86400)]
    public void A_receivers_wish_is_read_in_both_forms_and_capped_at_a_day(string header, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(header));

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("Fri, 10 Jan 2020 00:40:00 GMT")]
    public void A_wish_that_says_nothing_is_none(string header) => Assert.Null(Read(header));

    [Fact]
    public void A_wish_holds_for_the_whole_endpoint_when_it_is_overloaded()
    {
        var wish = TimeSpan.FromMinutes(7);

        Assert.Equal(wish, Assert.IsType<DeliveryOutcome.Failed>(DeliveryOutcome.Of(503, wish)).Pause);
        Assert.Null(Assert.IsType<DeliveryOutcome.Failed>(DeliveryOutcome.Of(500, wish)).Pause);
    }

    [Fact]
    public void Every_way_to_fail_has_its_word()
    {
        Assert.Equal("dns", DeliveryError.Of(new HttpRequestException(HttpRequestError.NameResolutionError)));
        Assert.Equal("dns", DeliveryError.Of(new SocketException((int)SocketError.HostNotFound)));
        Assert.Equal("refused", DeliveryError.Of(new HttpRequestException(HttpRequestError.ConnectionError)));
        Assert.Equal("refused", DeliveryError.Of(NoConnection(SocketError.NetworkUnreachable)));
        Assert.Equal("timeout", DeliveryError.Of(NoConnection(SocketError.TimedOut)));
        Assert.Equal("tls", DeliveryError.Of(new HttpRequestException(HttpRequestError.SecureConnectionError)));
        Assert.Equal("tls", DeliveryError.Of(new AuthenticationException()));
        Assert.Equal("reset", DeliveryError.Of(new HttpRequestException(HttpRequestError.ResponseEnded)));
        Assert.Equal("reset", DeliveryError.Of(new IOException()));
        Assert.Equal("timeout", DeliveryError.Of(new TaskCanceledException()));
        Assert.Null(DeliveryError.Of(new InvalidOperationException()));
    }

    [Fact]
    public void A_redirect_comes_with_a_hint() =>
        Assert.Contains("register the address it leads to", DeliveryOutcome.Of(301, null).Reason, StringComparison.Ordinal);

    private static HttpRequestException NoConnection(SocketError error) =>
        new(HttpRequestError.ConnectionError, null, new SocketException((int)error));

    private static TimeSpan? Read(string header)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.TryAddWithoutValidation("Retry-After", header);
        return RetryAfter.Of(response.Headers, Some.Time);
    }

    [Theory]
    [InlineData(
        401,
        -12,
        "answered HTTP 401, and its clock is 12 minutes behind the relay's. Receivers reject signatures with a wrong time, so correct the clock "
        + "that is wrong")]
    [InlineData(
        400,
        90,
        "answered HTTP 400, and its clock is 90 minutes ahead of the relay's. Receivers reject signatures with a wrong time, so correct the "
        + "clock that is wrong")]
    [InlineData(401, -5, "answered HTTP 401")]
    [InlineData(500, -12, "answered HTTP 500")]
    public void A_receiver_whose_clock_is_wrong_is_told_so(int status, int minutes, string reason)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.Date = Some.Time.AddMinutes(minutes);

        Assert.Equal(reason, DeliveryOutcome.Of(response, Some.Time).Reason);
    }
}
