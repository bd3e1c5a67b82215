namespace AlertRelay.Deliveries.Notifications;

/// <summary>Times of day as people's clocks show them.</summary>
internal static class WallClock
{
    public static TimeOnly At(string zone, DateTimeOffset time) => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, Zone(zone)).DateTime);

    /// <summary>When the clocks of the zone next show the time of day; after <paramref name="now"/>. What spring's change skips comes an hour later.</summary>
    public static DateTimeOffset Next(TimeOnly at, string zone, DateTimeOffset now)
    {
        var place = Zone(zone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, place).DateTime);
        var next = On(today, at, place);
        return next > now ? next : On(today.AddDays(1), at, place);
    }

    public static bool IsZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    private static DateTimeOffset On(DateOnly day, TimeOnly at, TimeZoneInfo zone)
    {
        var wall = day.ToDateTime(at);
        if (zone.IsInvalidTime(wall))
            wall = wall.AddHours(1);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    // A zone that this machine no longer knows must not hold an alert back.
    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
