using System.Globalization;
using System.Net;

namespace AlertRelay.Fetching;

/// <summary>How long a publisher asks to be left alone (RFC 9110, 10.2.3; RFC 6585, 4).</summary>
internal static class RetryAfter
{
    // Beyond that the publisher's clock, or ours, is wrong, and ours at least is the one that we wait by.
    private static readonly TimeSpan PlausibleSkew = TimeSpan.FromDays(1);

    /// <returns>Null where no wish is stated; never negative, never above <paramref name="maximum"/>.</returns>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now, TimeSpan maximum) =>
        Applies(response.StatusCode) && Stated(response, now) is { } wait ? Limit(wait, maximum) : null;

    // A 403 that names a time is a "slow down" of some firewalls; without one it is a refusal.
    private static bool Applies(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.Forbidden;

    private static TimeSpan? Stated(HttpResponseMessage response, DateTimeOffset now)
    {
        var value = response.Raw("Retry-After");
        if (DeltaSeconds.Parse(value) is { } seconds)
            return seconds;

        return (ResponseHeaders.ParseDate(value) ?? Reset(response)) - Base(response.RawDate("Date"), now);
    }

    // No Retry-After, but when the limit is lifted: X in Unix seconds, Mastodon as an ISO date.
    private static DateTimeOffset? Reset(HttpResponseMessage response) =>
        response.StatusCode != HttpStatusCode.TooManyRequests ? null
        : DeltaSeconds.Parse(response.Raw("x-rate-limit-reset")) is { } sinceEpoch ? DateTimeOffset.UnixEpoch + sinceEpoch
        : DateTimeOffset.TryParse(response.Raw("X-RateLimit-Reset"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date
        : null;

    private static DateTimeOffset Base(DateTimeOffset? theirs, DateTimeOffset now) =>
        theirs is { } date && (date - now).Duration() <= PlausibleSkew ? date : now;

    private static TimeSpan Limit(TimeSpan wait, TimeSpan maximum) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait > maximum ? maximum : wait;
}

internal static class DeltaSeconds
{
    // RFC 9111, 1.2.2: a number too big to hold counts as 2^31 - 1 at least.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(int.MaxValue);

    /// <returns>Null unless the value is digits alone.</returns>
    public static TimeSpan? Parse(string? value)
    {
        if (string.IsNullOrEmpty(value) || !value.All(char.IsAsciiDigit))
            return null;

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : Most;
    }
}
