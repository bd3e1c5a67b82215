using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Notifications;

/// <summary>Decides when one alert is sent to one subscription, from the subscription's notification settings.</summary>
internal static class NotificationPlan
{
    public static NotificationTiming Of(Subscription subscription, Alert alert, DateTimeOffset now)
    {
        var settings = subscription.Noise;
        if (TestAlert.Is(alert))
            return NotificationTiming.AtOnce;
        if (Silenced(settings, alert, now) is { } silenced)
            return new NotificationTiming.Never(silenced);

        var at = settings.GroupFor is { } window ? EndOfWindow(window, subscription.CreatedAt, now) : now;
        if (!IsUrgent(alert))
            at = AfterQuietHours(settings.QuietHours, settings.Digest is { } digest ? NextDigest(digest, now) : at);
        return at > now ? new NotificationTiming.Later(at) : NotificationTiming.AtOnce;
    }

    /// <summary>Why its owner does not want an alert that was held back or failed before.</summary>
    /// <returns>Null: it is wanted.</returns>
    public static string? Unwanted(Subscription subscription, Alert alert, DateTimeOffset now) =>
        TestAlert.Is(alert) ? null
        : subscription.Wants(alert) ? Silenced(subscription.Noise, alert, now)
        : "the subscription's filter no longer matches it";

    /// <summary>Sent even in quiet hours: people are advised to leave, or not to travel.</summary>
    public static bool IsUrgent(Alert alert) =>
        alert is { Kind: EventKind.Alert or EventKind.Cluster, Level.Severity: Severity.Extreme, Change: ChangeKind.Issued or ChangeKind.Raised };

    private static string? Silenced(NotificationSettings settings, Alert alert, DateTimeOffset now) =>
        settings.Silences.FirstOrDefault(silence => silence.Until > now && silence.Filter.Matches(alert)) is { } silence
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

internal abstract record NotificationTiming
{
    public static readonly NotificationTiming AtOnce = new Now();

    private NotificationTiming() { }

    public sealed record Now : NotificationTiming;

    public sealed record Later(DateTimeOffset At) : NotificationTiming;

    /// <param name="Reason">Stored in the ledger.</param>
    public sealed record Never(string Reason) : NotificationTiming;
}
