namespace AlertRelay.Detection;

/// <summary>Which of a publisher's dates can be believed.</summary>
internal static class NoticeDates
{
    // A day covers every time zone; one feed froze a country with a date four years ahead.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public static DateTimeOffset? Believable(DateTimeOffset? date, DateTimeOffset at) => date > at + Ahead ? null : date;

    /// <summary>Below zero when <paramref name="date"/> is the older one; null when either is missing.</summary>
    public static int? Compare(DateTimeOffset? date, DateTimeOffset? other, bool byDay) =>
        date is not { } mine || other is not { } theirs ? null
        : byDay ? mine.UtcDateTime.Date.CompareTo(theirs.UtcDateTime.Date)
        : mine.CompareTo(theirs);
}
