using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Notifications;

/// <summary>Decides when one alert is sent to one subscription, from the subscription's notification settings.</summary>
internal static class NotificationPlan
{
    /// <summary>A reason in the ledger.</summary>
    public const string NoLongerWanted = "the subscription's filter no longer matches it";

    public static NotificationTiming Of(Subscription subscription, Alert alert, DateTimeOffset now)
    {
        var settings = subscription.Noise;
        if (TestAlert.Is(alert))
            return NotificationTiming.AtOnce;
        if (Silenced(settings, alert, now) is { } silenced)
            return new NotificationTiming.Never(silenced);

        var isUrgent = IsUrgent(alert);
        var (collected, by) = settings.Digest is { } digest && !isUrgent ? (NextDigest(digest, now), HeldBy.Digest)
            : settings.GroupFor is { } window ? (EndOfWindow(window, subscription.CreatedAt, now), HeldBy.GroupFor)
            : (now, default);
        var at = isUrgent ? collected : AfterQuietHours(settings.QuietHours, collected);
        return at > now ? new NotificationTiming.Later(at, at > collected ? HeldBy.QuietHours : by) : NotificationTiming.AtOnce;
    }

    /// <summary>Why its owner does not want an alert that was held back or failed before.</summary>
    /// <returns>Null: it is wanted.</returns>
    public static string? Unwanted(Subscription subscription, Alert alert, DateTimeOffset now) =>
        TestAlert.Is(alert) ? null
        : subscription.Wants(alert) ? Silenced(subscription.Noise, alert, now)
        : NoLongerWanted;

    /// <summary>Sent even in quiet hours: people are advised to leave, or not to travel.</summary>
    public static bool IsUrgent(Alert alert) =>
        alert is { Kind: EventKind.Alert or EventKind.Cluster, Level.Severity: Severity.Extreme, Change: ChangeKind.Issued or ChangeKind.Raised };

    /// <returns>The first silence in force that matches; null for none.</returns>
    public static Silence? SilenceOf(NotificationSettings settings, Alert alert, DateTimeOffset now) =>
        settings.Silences.FirstOrDefault(silence => silence.Until > now && silence.Filter.Matches(alert));

    private static string? Silenced(NotificationSettings settings, Alert alert, DateTimeOffset now) =>
        SilenceOf(settings, alert, now) is { } silence
            ? string.Create(CultureInfo.InvariantCulture, $"silenced until {silence.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {silence.Reason}")
            : null;

    // Windows count from the subscription's creation. They need no storage, and those of different subscriptions end at different times.
    private static DateTimeOffset EndOfWindow(TimeSpan window, DateTimeOffset origin, DateTimeOffset now) =>
        origin + (window * (Math.Floor((now - origin) / window) + 1));

    private static DateTimeOffset NextDigest(Digest digest, DateTimeOffset now) => digest.Every == DigestEvery.Day
        ? WallClock.Next(digest.At, digest.Zone, now)
        : new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour + 1), TimeSpan.Zero);

    private static DateTimeOffset AfterQuietHours(QuietHours? quietHours, DateTimeOffset at) =>
        quietHours is not null && WallClock.At(quietHours.Zone, at).IsBetween(quietHours.From, quietHours.To)
            ? WallClock.Next(quietHours.To, quietHours.Zone, at)
            : at;
}

/// <summary>The setting that makes an alert wait.</summary>
internal enum HeldBy
{
    GroupFor,
    Digest,
    QuietHours,
}

internal abstract record NotificationTiming
{
    public static readonly NotificationTiming AtOnce = new Now();

    private NotificationTiming() { }

    public sealed record Now : NotificationTiming;

    public sealed record Later(DateTimeOffset At, HeldBy By) : NotificationTiming;

    /// <param name="Reason">Stored in the ledger.</param>
    public sealed record Never(string Reason) : NotificationTiming;
}

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
