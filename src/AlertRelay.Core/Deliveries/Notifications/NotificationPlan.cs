using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Deliveries.Notifications;

/// <summary>When one alert is sent to one subscription. The rules of noise control; nothing else in the relay knows them.</summary>
internal static class NotificationPlan
{
    public static NotificationTiming Of(Subscription subscription, Alert alert, DateTimeOffset now)
    {
        var noise = subscription.Noise;
        if (TestAlert.Is(alert))
            return NotificationTiming.AtOnce;
        if (noise.Silences.FirstOrDefault(silence => silence.Until > now && silence.Filter.Matches(alert)) is { } silence)
            return new NotificationTiming.Never(string.Create(
                CultureInfo.InvariantCulture, $"silenced until {silence.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {silence.Reason}"));

        var at = noise.GroupFor is { } window ? EndOfWindow(window, subscription.CreatedAt, now) : now;
        if (!IsUrgent(alert))
            at = AfterQuiet(noise.QuietHours, noise.Digest is { } digest ? NextDigest(digest, now) : at);
        return at > now ? new NotificationTiming.Later(at) : NotificationTiming.AtOnce;
    }

    /// <summary>Waits for no morning: somebody is told to leave, or not to go.</summary>
    public static bool IsUrgent(Alert alert) =>
        alert is { Kind: EventKind.Alert, Level.Severity: Severity.Extreme, Change: ChangeKind.Issued or ChangeKind.Raised };

    // Counted from when the subscription was made: all windows are known without a store, and do not all end at once.
    private static DateTimeOffset EndOfWindow(TimeSpan window, DateTimeOffset origin, DateTimeOffset now) =>
        origin + (window * (Math.Floor((now - origin) / window) + 1));

    private static DateTimeOffset NextDigest(Digest digest, DateTimeOffset now) => digest.Every == DigestEvery.Day
        ? WallClock.Next(digest.At, digest.Zone, now)
        : new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour + 1), TimeSpan.Zero);

    private static DateTimeOffset AfterQuiet(QuietHours? quiet, DateTimeOffset at) =>
        quiet is not null && WallClock.At(quiet.Zone, at).IsBetween(quiet.From, quiet.To) ? WallClock.Next(quiet.To, quiet.Zone, at) : at;
}

internal abstract record NotificationTiming
{
    public static readonly NotificationTiming AtOnce = new Now();

    private NotificationTiming() { }

    public sealed record Now : NotificationTiming;

    public sealed record Later(DateTimeOffset At) : NotificationTiming;

    /// <param name="Reason">For the ledger.</param>
    public sealed record Never(string Reason) : NotificationTiming;
}
