using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AlertRelay.Alerts;
using AlertRelay.Api.OpenApi;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

/// <summary>Reads when a receiver is told and what it is spared.</summary>
internal sealed class NotificationReader(FilterReader filters, TimeProvider time)
{
    internal const string TimePattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";
    internal const int MostSilences = 50;
    internal const int LongestReason = 200;
    private static readonly TimeSpan ShortestGroup = TimeSpan.FromSeconds(10), LongestGroup = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestRepeat = TimeSpan.FromMinutes(10), LongestRepeat = TimeSpan.FromDays(7);

    public NotificationSettings Read(NotificationRequest? body, ValidationErrors mistakes) =>
        body is null ? NotificationSettings.None : new NotificationSettings
        {
            GroupFor = Within(body.GroupFor, ShortestGroup, LongestGroup, "noise.groupFor", mistakes),
            RepeatAfter = Within(body.RepeatAfter, ShortestRepeat, LongestRepeat, "noise.repeatAfter", mistakes),
            Digest = Digest(body.Digest, mistakes),
            QuietHours = Quiet(body.QuietHours, mistakes),
            Silences = Silences(body.Silences, mistakes),
        };

    private static TimeSpan? Within(string? written, TimeSpan shortest, TimeSpan longest, string field, ValidationErrors mistakes)
    {
        if (written is null)
            return null;

        var duration = DurationText.Read(written);
        if (duration is null || duration < shortest || duration > longest)
            mistakes.Add(
                field,
                $"write a duration from \"{DurationText.Write(shortest)}\" to \"{DurationText.Write(longest)}\", such as \"15m\", or leave it out.");
        return duration;
    }

    private static DigestEvery? Every(string? written, ValidationErrors mistakes)
    {
        if (written is not null)
            return EnumNames<DigestEvery>.Read(written, "noise.digest.every", mistakes);

        mistakes.Add("noise.digest.every", "is missing; write \"hour\", or \"day\" with \"at\" and \"zone\".");
        return null;
    }

    private static Digest? Digest(DigestRequest? body, ValidationErrors mistakes) =>
        body is null ? null : Every(body.Every, mistakes) switch
        {
            DigestEvery.Day => new Digest(DigestEvery.Day, Time(body.At, "noise.digest.at", mistakes), Zone(body.Zone, "noise.digest.zone", mistakes)),
            DigestEvery.Hour => new Digest(DigestEvery.Hour),
            _ => null,
        };

    private static QuietHours? Quiet(QuietHoursRequest? body, ValidationErrors mistakes)
    {
        if (body is null)
            return null;

        var (from, to) = (Time(body.From, "noise.quietHours.from", mistakes), Time(body.To, "noise.quietHours.to", mistakes));
        if (from == to)
            mistakes.Add("noise.quietHours.to", "write another time than \"from\": the whole day cannot be quiet.");
        return new QuietHours(from, to, Zone(body.Zone, "noise.quietHours.zone", mistakes));
    }

    private static TimeOnly Time(string? written, string field, ValidationErrors mistakes)
    {
        if (!TimeOnly.TryParseExact(written, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            mistakes.Add(field, "write a time of day such as \"07:00\".");
        return time;
    }

    private static string Zone(string? zone, string field, ValidationErrors mistakes)
    {
        if (zone is null || !WallClock.IsZone(zone))
            mistakes.Add(field, "write a time zone by its IANA name, such as \"Europe/Berlin\" or \"UTC\".");
        return zone ?? "UTC";
    }

    private List<Silence> Silences(IReadOnlyList<SilenceRequest?>? silences, ValidationErrors mistakes)
    {
        if (silences?.Count > MostSilences)
            mistakes.Add("noise.silences", $"write at most {MostSilences}.");

        return [.. (silences ?? []).Take(MostSilences).Select((silence, at) => Silence(silence, $"noise.silences[{at}]", mistakes)).OfType<Silence>()];
    }

    private string NextWeek() => time.GetUtcNow().UtcDateTime.Date.AddDays(7).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private Silence? Silence(SilenceRequest? body, string field, ValidationErrors mistakes)
    {
        if (body?.Until is not { } until)
            mistakes.Add($"{field}.until", $"is missing; write the time at which it ends, such as \"{NextWeek()}\".");
        else if (until <= time.GetUtcNow())
            mistakes.Add($"{field}.until", $"is past, so nothing would be silenced; write a time to come, such as \"{NextWeek()}\", or leave the silence out.");
        else if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > LongestReason || body.Reason.Any(char.IsControl))
            mistakes.Add($"{field}.reason", $"say why in one line of at most {LongestReason} characters: whoever misses an alert will read it.");
        else
            return new Silence(filters.Read(body.Filter, SubscriptionReader.OfSubscribers, mistakes), until, body.Reason.Trim());

        return null;
    }
}

/// <inheritdoc cref="NotificationSettings"/>
/// <param name="GroupFor">What comes within it is one message where the format is for people; "10s" to "1h".</param>
/// <param name="RepeatAfter">What was told lately of the same notice is not told again while its level stays; "10m" to "7d".</param>
[RequestBody]
internal sealed record NotificationRequest(
    string? GroupFor = null,
    string? RepeatAfter = null,
    DigestRequest? Digest = null,
    QuietHoursRequest? QuietHours = null,
    [property: MaxLength(NotificationReader.MostSilences)] IReadOnlyList<SilenceRequest?>? Silences = null);

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

/// <summary>What is not told until then.</summary>
/// <param name="Reason">For those who ask the ledger why they were not told.</param>
[RequestBody]
internal sealed record SilenceRequest(
    FilterRequest? Filter = null,
    [property: Required] DateTimeOffset? Until = null,
    [property: Required, MinLength(1), MaxLength(NotificationReader.LongestReason)] string? Reason = null);
