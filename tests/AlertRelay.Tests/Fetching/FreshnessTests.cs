using AlertRelay.Fetching;
using CsCheck;

namespace AlertRelay.Tests.Fetching;

public sealed class FreshnessTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Cache-Control: max-age=600", 600)]
    [InlineData("Cache-Control: public, MAX-AGE = \"600\"", 600)]
    [InlineData("Cache-Control: max-age=600|Age: 200", 400)]
    [InlineData("Cache-Control: max-age=600|Age: 900", 0)]
    [InlineData("Cache-Control: max-age=600|Age: soon", 600)]
    [InlineData("Cache-Control: max-age=600, max-age=60", 60)]
    [InlineData("Cache-Control: public|Cache-Control: max-age=600", 600)]
    [InlineData("Cache-Control: max-age=0", 0)]
    [InlineData("Cache-Control: max-age=ten", 0)]
    [InlineData("Cache-Control: max-age=99999999999", int.MaxValue)]
    [InlineData("Cache-Control: ,;=,,max-age=600", 600)]
    [InlineData("Cache-Control: max-age=600, no-cache", null)]
    [InlineData("Cache-Control: no-store, max-age=600", null)]
    [InlineData("Cache-Control: no-cache=\"Set-Cookie\", max-age=600", null)]
    [InlineData("Cache-Control: no-cache|Expires: Mon, 02 Mar 2026 09:30:00 GMT", null)]
    [InlineData("Cache-Control: s-maxage=600", null)]
    [InlineData("Cache-Control: public", null)]
    [InlineData("Cache-Control: max-age=600|Expires: Mon, 02 Mar 2026 09:30:00 GMT", 600)]
    [InlineData("Expires: Mon, 02 Mar 2026 09:30:00 GMT", 1800)]
    [InlineData("Expires: Mon, 02 Mar 2026 09:30:00 GMT|Date: Mon, 02 Mar 2026 09:20:00 GMT", 600)]
    [InlineData("Expires: Mon, 02 Mar 2026 09:30:00 GMT|Date: Mon, 02 Mar 2026 09:20:00 GMT|Age: 60", 540)]
    [InlineData("Expires: Mon, 02 Mar 2020 09:30:00 GMT", 0)]
    [InlineData("Expires: 0", 0)]
    [InlineData("Expires: -1", 0)]
    [InlineData("Age: 60", null)]
    [InlineData("", null)]
    public void A_publisher_says_how_long_an_answer_keeps(string headers, int? seconds)
    {
        using var response = Response(headers.Split('|', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(seconds, (int?)Freshness.Of(response, Now)?.TotalSeconds);
    }

    [Fact]
    public void No_header_is_too_odd_to_read() =>
        Gen.Select(Gen.String[Gen.Char[' ', '~'], 0, 40], Gen.String[Gen.Char[' ', '~'], 0, 40]).Sample((one, other) =>
        {
            using var response = Response(["Cache-Control: " + one, "Expires: " + other, "Age: " + other, "Content-Type: " + one, "Retry-After: " + one]);
            response.StatusCode = System.Net.HttpStatusCode.ServiceUnavailable;
            var fresh = Freshness.Of(response, Now);
            var wait = RetryAfter.Of(response, Now, TimeSpan.FromDays(2));
            _ = ContentType.Of(response);
            return !(fresh < TimeSpan.Zero) && !(wait < TimeSpan.Zero) && !(wait > TimeSpan.FromDays(2));
        });

    private static HttpResponseMessage Response(string[] headers)
    {
        var response = new HttpResponseMessage();
        foreach (var header in headers.Select(line => line.Split(": ", 2)))
        {
            if (!response.Headers.TryAddWithoutValidation(header[0], header[1]))
                response.Content.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        return response;
    }
}
