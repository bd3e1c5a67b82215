using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>Reads when a receiver is sent alerts, and which are left out.</summary>
internal sealed class NotificationReader(FilterReader filters, TimeProvider time)
{
    internal const string TimePattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";
    internal const int MaxSilences = 50;
    internal const int MaxReasonLength = 200;
    private static readonly TimeSpan MinGroupWindow = TimeSpan.FromSeconds(10), MaxGroupWindow = TimeSpan.FromHours(1);
    private static readonly TimeSpan MinRepeatInterval = TimeSpan.FromMinutes(10), MaxRepeatInterval = TimeSpan.FromDays(7);

    public NotificationSettings Read(NotificationRequest? body, ValidationErrors errors) =>
        body is null ? NotificationSettings.None : new NotificationSettings
        {
            GroupFor = Within(body.GroupFor, MinGroupWindow, MaxGroupWindow, "noise.groupFor", errors),
            RepeatAfter = Within(body.RepeatAfter, MinRepeatInterval, MaxRepeatInterval, "noise.repeatAfter", errors),
            Digest = Digest(body.Digest, errors),
            QuietHours = Quiet(body.QuietHours, errors),
            Silences = Silences(body.Silences, errors),
        };

    private static TimeSpan? Within(string? written, TimeSpan min, TimeSpan max, string field, ValidationErrors errors)
    {
        if (written is null)
            return null;

        var duration = DurationText.Read(written);
        if (duration is null || duration < min || duration > max)
            errors.Add(
                field,
                $"write a duration from \"{DurationText.Write(min)}\" to \"{DurationText.Write(max)}\", such as \"15m\", or leave it out.");
        return duration;
    }

    private static DigestEvery? Every(string? written, ValidationErrors errors)
    {
        if (written is not null)
            return EnumNames<DigestEvery>.Read(written, "noise.digest.every", errors);

        errors.Add("noise.digest.every", "is missing; write \"hour\", or \"day\" with \"at\" and \"zone\".");
        return null;
    }

    private static Digest? Digest(DigestRequest? body, ValidationErrors errors) =>
        body is null ? null : Every(body.Every, errors) switch
        {
            DigestEvery.Day => new Digest(DigestEvery.Day, Time(body.At, "noise.digest.at", errors), Zone(body.Zone, "noise.digest.zone", errors)),
            DigestEvery.Hour => new Digest(DigestEvery.Hour),
            _ => null,
        };

    private static QuietHours? Quiet(QuietHoursRequest? body, ValidationErrors errors)
    {
        if (body is null)
            return null;

        var (from, to) = (Time(body.From, "noise.quietHours.from", errors), Time(body.To, "noise.quietHours.to", errors));
        if (from == to)
            errors.Add("noise.quietHours.to", "write another time than \"from\": the whole day cannot be quiet.");
        return new QuietHours(from, to, Zone(body.Zone, "noise.quietHours.zone", errors));
    }

    private static TimeOnly Time(string? written, string field, ValidationErrors errors)
    {
        if (!TimeOnly.TryParseExact(written, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            errors.Add(field, "write a time of day such as \"07:00\".");
        return time;
    }

    private static string Zone(string? zone, string field, ValidationErrors errors)
    {
        if (zone is null || !WallClock.IsZone(zone))
            errors.Add(field, "write a time zone by its IANA name, such as \"Europe/Berlin\" or \"UTC\".");
        return zone ?? "UTC";
    }

    private List<Silence> Silences(IReadOnlyList<SilenceRequest?>? silences, ValidationErrors errors)
    {
        if (silences?.Count > MaxSilences)
            errors.Add("noise.silences", $"write at most {MaxSilences}.");

        return [.. (silences ?? []).Take(MaxSilences).Select((silence, at) => Silence(silence, $"noise.silences[{at}]", errors)).OfType<Silence>()];
    }

    private string NextWeek() => time.GetUtcNow().UtcDateTime.Date.AddDays(7).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private Silence? Silence(SilenceRequest? body, string field, ValidationErrors errors)
    {
        if (body?.Until is not { } until)
            errors.Add($"{field}.until", $"is missing; write the time at which it ends, such as \"{NextWeek()}\".");
        else if (until <= time.GetUtcNow())
            errors.Add($"{field}.until", $"is past, so nothing would be silenced; write a time to come, such as \"{NextWeek()}\", or leave the silence out.");
        else if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > MaxReasonLength || body.Reason.Any(char.IsControl))
            errors.Add(
                $"{field}.reason", $"say why in one line of at most {MaxReasonLength} characters: the ledger shows it beside each alert that was not sent.");
        else
            return new Silence(filters.Read(body.Filter, SubscriptionReader.OfSubscribers, errors), until, body.Reason.Trim());

        return null;
    }
}

/// <inheritdoc cref="NotificationSettings"/>
/// <param name="GroupFor">Alerts within this time are sent as one message, in formats for people; "10s" to "1h".</param>
/// <param name="RepeatAfter">Further alerts of the same notice within this time are not sent while its level stays; "10m" to "7d".</param>
[RequestBody]
internal sealed record NotificationRequest(
    string? GroupFor = null,
    string? RepeatAfter = null,
    DigestRequest? Digest = null,
    QuietHoursRequest? QuietHours = null,
    [property: MaxLength(NotificationReader.MaxSilences)] IReadOnlyList<SilenceRequest?>? Silences = null);

/// <summary>Everything in one message, at every full hour or once a day.</summary>
/// <param name="Every">Needed, "hour" or "day"; a patch may leave out what it does not change.</param>
/// <param name="At">Needed for "day": local time, "07:00".</param>
/// <param name="Zone">Needed for "day": IANA name.</param>
[RequestBody]
internal sealed record DigestRequest(
    [property: OneOf<DigestEvery>] string? Every = null,
    [property: RegularExpression(NotificationReader.TimePattern)] string? At = null,
    string? Zone = null);

/// <summary>Local times of day, over midnight where the end comes before the beginning.</summary>
/// <param name="From">Needed, as all of these; a patch may leave out what it does not change.</param>
/// <param name="Zone">IANA name, such as "Europe/Berlin".</param>
[RequestBody]
internal sealed record QuietHoursRequest(
    [property: RegularExpression(NotificationReader.TimePattern)] string? From = null,
    [property: RegularExpression(NotificationReader.TimePattern)] string? To = null,
    string? Zone = null);

/// <summary>Alerts that are not sent until then.</summary>
/// <param name="Reason">Shown in the delivery ledger as the reason.</param>
[RequestBody]
internal sealed record SilenceRequest(
    FilterRequest? Filter = null,
    [property: Required] DateTimeOffset? Until = null,
    [property: Required, MinLength(1), MaxLength(NotificationReader.MaxReasonLength)] string? Reason = null);
