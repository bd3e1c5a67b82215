using System.Security.Cryptography;

namespace AlertRelay.Alerts;

/// <summary>What the relay itself has to say, in the form of alerts.</summary>
internal static class RelayEvents
{
    public const string Authority = "AlertRelay";

    public static readonly Uri Home = new("https://alertrelay.org/");

    private static readonly string Nothing = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>Of no channel and of no level, with no document behind it.</summary>
    /// <param name="key">What it is about; no notice's key begins with a colon.</param>
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

/// <summary>That somebody has looked: no news is then good news, and not a broken relay.</summary>
/// <param name="Since">Of the time that it speaks of; it ends when it was detected.</param>
/// <param name="Channels">Those that are switched on.</param>
/// <param name="Failing">Of those, the ones that could not be read lately, or never yet.</param>
/// <param name="Alerts">Found in that time, of all channels, whoever wanted them.</param>
public sealed record Heartbeat(DateTimeOffset Since, int Channels, IReadOnlyList<string> Failing, int Alerts);

/// <param name="Tenant">Nobody else is told.</param>
/// <param name="Id">Of the subscription.</param>
public sealed record SubscriptionEvent(string Tenant, string Id, SubscriptionEventKind Event);

public enum SubscriptionEventKind
{
    /// <summary>Every attempt has failed for so long that it will be disabled if that goes on.</summary>
    Failing,

    /// <summary>It gets nothing more until somebody resumes it.</summary>
    Disabled,

    /// <summary>It was failing, and an attempt has succeeded.</summary>
    Recovered,
}
