namespace AlertRelay.Deliveries.Notifications;

/// <summary>Local times of day in a time zone.</summary>
internal static class WallClock
{
    public static TimeOnly At(string zone, DateTimeOffset time) => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, Zone(zone)).DateTime);

    /// <summary>The next occurrence of the local time after <paramref name="now"/>. A time that daylight saving skips is one hour later.</summary>
    public static DateTimeOffset Next(TimeOnly at, string zone, DateTimeOffset now)
    {
        var place = Zone(zone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, place).DateTime);
        var next = UtcOf(today, at, place);
        return next > now ? next : UtcOf(today.AddDays(1), at, place);
    }

    public static bool IsZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    private static DateTimeOffset UtcOf(DateOnly day, TimeOnly at, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(at);
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    // A zone that this machine does not know must not delay an alert.
    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
