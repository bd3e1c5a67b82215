using System.Text.Json.Serialization;
using AlertRelay.Deliveries.Notifications;
using AlertRelay.Subscriptions;

namespace AlertRelay.Api.Contracts;

internal sealed record QuietList(IReadOnlyList<QuietResponse> Subscriptions, string? Cursor);

/// <summary>The quiet hours and silences of one subscription.</summary>
/// <param name="Version">For If-Match.</param>
/// <param name="Silences">Those in force.</param>
/// <param name="Count">Of what the silences match; left out of lists.</param>
internal sealed record QuietResponse(
    string SubscriptionId,
    string Name,
    string Tenant,
    SubscriptionStatus Status,
    int Version,
    QuietHoursResponse? QuietHours,
    IReadOnlyList<SilenceResponse> Silences,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SilencedCount? Count = null)
{
    public static QuietResponse Of(Subscription subscription, DateTimeOffset now) => new(
        subscription.Id, subscription.Name, subscription.Tenant, subscription.Status, subscription.Version, QuietHoursResponse.Of(subscription, now),
        [.. subscription.Noise.Silences.Index().Where(each => each.Item.Until > now).Select(each => SilenceResponse.Of(subscription, each.Index))]);
}

/// <param name="QuietNow">Whether they last at present.</param>
/// <param name="SetBy">Null for what was set before this was recorded.</param>
internal sealed record QuietHoursResponse(TimeOnly From, TimeOnly To, string Zone, bool QuietNow, SetterResponse? SetBy)
{
    public static QuietHoursResponse? Of(Subscription subscription, DateTimeOffset now) => subscription.Noise.QuietHours is { } quiet
        ? new(
            quiet.From, quiet.To, quiet.Zone, WallClock.At(quiet.Zone, now).IsBetween(quiet.From, quiet.To),
            SetterResponse.Of(subscription.NoiseSetters.QuietHours))
        : null;
}

/// <param name="Index">Its place in noise.silences of the subscription.</param>
/// <param name="SetBy">Null for what was set before this was recorded.</param>
/// <param name="Matches">How many alerts of the past 30 days it would have silenced; left out of lists.</param>
internal sealed record SilenceResponse(
    int Index,
    Filter Filter,
    DateTimeOffset Until,
    string Reason,
    SetterResponse? SetBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Matches = null)
{
    public static SilenceResponse Of(Subscription subscription, int index)
    {
        var silence = subscription.Noise.Silences[index];
        return new(index, silence.Filter, silence.Until, silence.Reason, SetterResponse.Of(subscription.NoiseSetters.OfSilence(index)));
    }
}

/// <param name="Key">Id of the API key; null for the command line.</param>
/// <param name="Name">The key's name then.</param>
internal sealed record SetterResponse(string? Key, string Name, DateTimeOffset At)
{
    public static SetterResponse? Of(Setter? setter) => setter is null ? null : new(setter.Key, setter.Name, setter.At);
}

/// <param name="Since">Alerts detected at or after this time were compared, with the subscription's filter and that of each silence.</param>
/// <param name="Complete">False if the history is longer than one request reads. The numbers are then of the newest part.</param>
internal sealed record SilencedCount(DateTimeOffset Since, int Examined, bool Complete);
