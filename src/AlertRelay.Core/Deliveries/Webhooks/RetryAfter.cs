using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace AlertRelay.Deliveries.Webhooks;

/// <summary>When a receiver accepts the next request, from the headers of its answer.</summary>
internal static partial class RetryAfter
{
    // A number of seconds that is this large is a Unix time: some receivers write "X-RateLimit-Reset" so (GitHub), others as seconds (Discord).
    private const decimal FirstUnixTime = 1_000_000_000, FirstUnixMilliseconds = 1_000_000_000_000;

    /// <summary>
    /// The longest "Retry-After" (RFC 9110, 10.2.3; fractions are allowed), else the reset of "RateLimit" (the IETF draft, both of its forms),
    /// "RateLimit-Reset" or "X-RateLimit-Reset". A time is compared with the answer's own "Date".
    /// </summary>
    /// <returns>At most <see cref="DeliveryOutcome.MaxRetryAfter"/>; null without one, or with one in the past.</returns>
    public static TimeSpan? Of(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var clock = headers.Date ?? now;
        var requested = Values(headers, "Retry-After").Select(value => Seconds(value) ?? Until(value, clock)).Max()
            ?? Values(headers, "RateLimit").Select(value => Reset().Match(value) is { Success: true } reset ? Seconds(reset.Groups[1].Value) : null).Max()
            ?? Values(headers, "RateLimit-Reset").Concat(Values(headers, "X-RateLimit-Reset")).Select(value => Reset(value, clock)).Max();
        return Bounded(requested);
    }

    /// <summary>Fractions are allowed ("1.337") and rounded up to a millisecond; null for zero, negative or invalid values.</summary>
    public static TimeSpan? Seconds(string? text) => Number(text) is { } seconds and > 0
        ? seconds >= (decimal)DeliveryOutcome.MaxRetryAfter.TotalSeconds
            ? DeliveryOutcome.MaxRetryAfter
            : TimeSpan.FromMilliseconds((double)Math.Ceiling(seconds * 1000))
        : null;

    // Quotes of a header that is repeated within one line are not read: "5, 10" is two values.
    private static IEnumerable<string> Values(HttpResponseHeaders headers, string name) =>
        !headers.NonValidated.TryGetValues(name, out var values) ? []
        : name == "Retry-After" ? values.SelectMany(value => value.Contains(':', StringComparison.Ordinal) ? [value] : value.Split(','))
        : values;

    private static TimeSpan? Until(string value, DateTimeOffset clock) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var at)
            ? at - clock
            : null;

    private static TimeSpan? Reset(string value, DateTimeOffset clock) => Number(value) switch
    {
        null => Until(value, clock),
        >= FirstUnixMilliseconds and < FirstUnixMilliseconds * 100 and { } at => DateTimeOffset.FromUnixTimeMilliseconds((long)at) - clock,
        >= FirstUnixTime and < FirstUnixTime * 100 and { } at => DateTimeOffset.FromUnixTimeSeconds((long)at) - clock,
        _ => Seconds(value),
    };

    private static decimal? Number(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeSpan? Bounded(TimeSpan? requested) =>
        requested <= TimeSpan.Zero ? null : requested > DeliveryOutcome.MaxRetryAfter ? DeliveryOutcome.MaxRetryAfter : requested;

    [GeneratedRegex(@"(?:^|[;,\s])(?:t|reset)=(\d{1,9})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reset();
}

/// <summary>A receiver with a wrong clock rejects every signature, and its owner then suspects the secret. The Date header shows the clock.</summary>
internal static class ClockSkew
{
    // The tolerance of the Standard Webhooks libraries; docs/build/receiving-webhooks.md advises it.
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(5);

    /// <returns>For <see cref="DeliveryOutcome.Explanation"/>; null if the clocks do not explain the failure.</returns>
    public static string? Explain(int status, DateTimeOffset? date, DateTimeOffset now)
    {
        if (status is not (400 or 401 or 403) || date is not { } receiverTime || (receiverTime - now).Duration() <= Tolerated)
            return null;

        var (minutes, direction) = ((int)(receiverTime - now).Duration().TotalMinutes, receiverTime < now ? "behind" : "ahead of");
        return $"answered HTTP {status}, and its clock is {minutes} minutes {direction} the relay's. Receivers reject signatures with a "
            + "wrong time, so correct the clock that is wrong";
    }
}
