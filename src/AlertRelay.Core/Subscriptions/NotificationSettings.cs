using System.Text.Json.Serialization;

namespace AlertRelay.Subscriptions;

/// <summary>When alerts are sent, and which are left out. If unset, every alert is sent at once.</summary>
public sealed record NotificationSettings
{
    public static readonly NotificationSettings None = new();

    /// <summary>Alerts within this time are sent as one message, in formats for people; 10 seconds to an hour.</summary>
    public TimeSpan? GroupFor { get; init; }

    /// <summary>Further alerts of the same notice within this time are not sent while its level stays; 10 minutes to 7 days.</summary>
    public TimeSpan? RepeatAfter { get; init; }

    public Digest? Digest { get; init; }

    public QuietHours? QuietHours { get; init; }

    public IReadOnlyList<Silence> Silences { get; init; } = [];

    /// <summary>Several alerts may become due at once.</summary>
    [JsonIgnore]
    public bool Collects => GroupFor is not null || Digest is not null || QuietHours is not null;

    /// <summary>It is in the list of those with silences or quiet hours, also when the silences have ended.</summary>
    [JsonIgnore]
    public bool IsQuietAtTimes => QuietHours is not null || Silences.Count > 0;
}

/// <summary>Everything in one message, at every full hour or once a day.</summary>
/// <param name="At">Local time of day, if it is one message a day.</param>
/// <param name="Zone">IANA name.</param>
public sealed record Digest(DigestEvery Every, TimeOnly At = default, string Zone = "UTC");

public enum DigestEvery
{
    Hour,
    Day,
}

/// <summary>Local times of day, over midnight where the end comes before the beginning.</summary>
/// <param name="Zone">IANA name.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, string Zone);

/// <summary>Alerts that are not sent until then.</summary>
/// <param name="Reason">Shown in the delivery ledger as the reason.</param>
public sealed record Silence(Filter Filter, DateTimeOffset Until, string Reason)
{
    public bool IsSame(Silence other) => Until == other.Until && Reason == other.Reason && Filter.IsSame(other.Filter);
}
