using System.Globalization;
using System.Security.Cryptography;

namespace AlertRelay.Alerts;

/// <summary>The relay's own events, in the form of alerts.</summary>
internal static class RelayEvents
{
    public const string Authority = "AlertRelay";

    public static readonly Uri Home = new("https://alertrelay.org/");

    private static readonly string Nothing = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>One a day, in UTC, however many instances there are.</summary>
    public static string HeartbeatId(DateTimeOffset day) => string.Create(CultureInfo.InvariantCulture, $"hbt_{day.UtcDateTime:yyyyMMdd}");

    /// <summary>Has no channel, no level and no evidence.</summary>
    /// <param name="key">Its subject. No notice's key begins with a colon.</param>
    public static Alert New(string id, string key, DateTimeOffset at) => new()
    {
        Id = id,
        Channel = "alertrelay",
        Authority = Authority,
        Key = key,
        Revision = 1,
        Change = ChangeKind.Issued,
        MessageType = MessageType.Alert,
        Category = Category.Health,
        Title = "",
        Headline = "",
        Level = Level.None,
        Language = "en",
        DetectedAt = at,
        Link = Home,
        Evidence = new Evidence(Home, at, Nothing),
    };
}

/// <summary>Shows that the relay works, so that the absence of alerts is good news.</summary>
/// <param name="Since">The beginning of its period, which ends when it was detected.</param>
/// <param name="Channels">The number of enabled channels.</param>
/// <param name="Failing">Of these, the ones that recently failed, or were never read.</param>
/// <param name="Alerts">Detected in that period, of all channels.</param>
public sealed record Heartbeat(DateTimeOffset Since, int Channels, IReadOnlyList<string> Failing, int Alerts);

/// <param name="Tenant">Only this tenant is sent the event.</param>
/// <param name="Id">Of the subscription.</param>
public sealed record SubscriptionEvent(string Tenant, string Id, SubscriptionEventKind Event);

public enum SubscriptionEventKind
{
    /// <summary>All attempts have failed for so long that it will be disabled soon.</summary>
    Failing,

    /// <summary>It is sent nothing until it is resumed.</summary>
    Disabled,

    /// <summary>It was failing, and an attempt has succeeded.</summary>
    Recovered,
}

/// <summary>Events of a channel's health.</summary>
public enum HealthKind
{
    /// <summary>It could not be fetched, or not in full, several times in a row.</summary>
    Failing,

    /// <summary>What it answers is not what it used to publish: another format, or half of a list.</summary>
    ShapeChanged,

    /// <summary>It answers, but has shown nothing new for longer than it ever did.</summary>
    Silent,

    /// <summary>It alternates between two versions of its notices.</summary>
    TwoVersions,

    /// <summary>So much changed at once that the relay does not believe it, or not yet.</summary>
    MassChange,

    /// <summary>The relay's clock and the publisher's are far apart, or the relay's went back.</summary>
    Clock,

    /// <summary>Reading it takes longer than the time between two readings.</summary>
    Slow,

    /// <summary>Its list works, but pages behind it cannot be read.</summary>
    PagesFailing,

    /// <summary>Some entries of its list cannot be read; the others are.</summary>
    EntriesUnreadable,

    /// <summary>Levels that could be read cannot be read any more.</summary>
    LevelsUnreadable,

    /// <summary>The countries of some of its notices cannot be recognised.</summary>
    PlacesUnreadable,

    /// <summary>It redirects permanently to a host that is not in its channel file.</summary>
    Moved,

    /// <summary>The problem is over.</summary>
    Recovered,
}
