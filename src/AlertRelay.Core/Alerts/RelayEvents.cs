using System.Security.Cryptography;

namespace AlertRelay.Alerts;

/// <summary>The relay's own events, in the form of alerts.</summary>
internal static class RelayEvents
{
    private static readonly Uri Home = new("https://alertrelay.org/");

    private static readonly string Nothing = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>Has no channel, no level and no evidence.</summary>
    /// <param name="key">Its subject. No notice's key begins with a colon.</param>
    public static Alert New(string id, string key, DateTimeOffset at) => new()
    {
        Id = id,
        Channel = "alertrelay",
        Authority = "AlertRelay",
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
