using System.Globalization;
using System.Net;

namespace AlertRelay.Fetching;

/// <summary>How long a response stays fresh, according to the publisher (RFC 9111, 4.2).</summary>
internal static class Freshness
{
    /// <returns>Null without a statement, and for no-cache and no-store; zero if the response is already stale.</returns>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        var directives = response.RawList("Cache-Control");
        if (directives.Any(Forbids))
            return null;

        var left = Lifetime(response, directives, now) - (DeltaSeconds.Parse(response.Raw("Age")) ?? TimeSpan.Zero);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    // s-maxage does not apply: the relay is no shared cache.
    private static TimeSpan? Lifetime(HttpResponseMessage response, string[] directives, DateTimeOffset now)
    {
        var ages = directives.Where(directive => Is(directive, "max-age")).ToArray();
        return ages.Length > 0 ? ages.Min(Argument) : UntilExpiry(response, now);
    }

    private static TimeSpan? UntilExpiry(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Raw("Expires") is not { } expires)
            return null;

        // RFC 9111, 5.3: an invalid date, above all "0", counts as past.
        return ResponseHeaders.ParseDate(expires) is { } date ? date - (response.RawDate("Date") ?? now) : TimeSpan.Zero;
    }

    private static bool Forbids(string directive) => Is(directive, "no-cache") || Is(directive, "no-store");

    private static bool Is(string directive, string name) =>
        directive.AsSpan(0, NameLength(directive)).TrimEnd().Equals(name, StringComparison.OrdinalIgnoreCase);

    // RFC 9111, 4.2.1: invalid freshness information counts as stale.
    private static TimeSpan Argument(string directive)
    {
        var value = directive[NameLength(directive)..].Trim('=', '"', ' ');
        return DeltaSeconds.Parse(value) ?? TimeSpan.Zero;
    }

    private static int NameLength(string directive) => directive.IndexOf('=') is var at and >= 0 ? at : directive.Length;
}

/// <summary>How long a publisher asks clients to wait (RFC 9110, 10.2.3; RFC 6585, 4).</summary>
internal static class RetryAfter
{
    // Beyond that one of the two clocks is wrong. The relay waits by its own.
    private static readonly TimeSpan PlausibleSkew = TimeSpan.FromDays(1);

    /// <returns>Null if none is stated; never negative, never above <paramref name="maximum"/>.</returns>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now, TimeSpan maximum) =>
        Applies(response.StatusCode) && Stated(response, now) is { } wait ? Limit(wait, maximum) : null;

    // With a time, a 403 is some firewalls' "slow down". Without one it is a refusal.
    private static bool Applies(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.Forbidden;

    private static TimeSpan? Stated(HttpResponseMessage response, DateTimeOffset now)
    {
        var value = response.Raw("Retry-After");
        if (DeltaSeconds.Parse(value) is { } seconds)
            return seconds;

        return (ResponseHeaders.ParseDate(value) ?? Reset(response)) - Base(response.RawDate("Date"), now);
    }

    // In place of Retry-After, the time when the limit resets: X in Unix seconds, Mastodon as an ISO date.
    private static DateTimeOffset? Reset(HttpResponseMessage response) =>
        response.StatusCode != HttpStatusCode.TooManyRequests ? null
        : DeltaSeconds.Parse(response.Raw("x-rate-limit-reset")) is { } sinceEpoch ? DateTimeOffset.UnixEpoch + sinceEpoch
        : DateTimeOffset.TryParse(response.Raw("X-RateLimit-Reset"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date
        : null;

    private static DateTimeOffset Base(DateTimeOffset? serverTime, DateTimeOffset now) =>
        serverTime is { } date && (date - now).Duration() <= PlausibleSkew ? date : now;

    private static TimeSpan Limit(TimeSpan wait, TimeSpan maximum) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero : wait > maximum ? maximum : wait;
}

internal static class DeltaSeconds
{
    // RFC 9111, 1.2.2: a number too big to hold counts as 2^31 - 1 at least.
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(int.MaxValue);

    /// <returns>Null unless the value is digits alone.</returns>
    public static TimeSpan? Parse(string? value)
    {
        if (string.IsNullOrEmpty(value) || !value.All(char.IsAsciiDigit))
            return null;

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : Max;
    }
}
