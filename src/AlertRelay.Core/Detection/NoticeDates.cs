namespace AlertRelay.Detection;

/// <summary>Decides which of a publisher's dates are plausible.</summary>
internal static class NoticeDates
{
    // A day covers every time zone. One feed had a date four years ahead, which would block all later updates of that country.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    public static DateTimeOffset? Believable(DateTimeOffset? date, DateTimeOffset at) => date > at + MaxAhead ? null : date;

    /// <summary>Below zero if <paramref name="date"/> is the older one; null if either is missing.</summary>
    public static int? Compare(DateTimeOffset? date, DateTimeOffset? other, bool byDay) =>
        date is not { } first || other is not { } second ? null
        : byDay ? first.UtcDateTime.Date.CompareTo(second.UtcDateTime.Date)
        : first.CompareTo(second);
}
