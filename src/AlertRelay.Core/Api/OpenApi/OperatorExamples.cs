using System.Text.Json.Nodes;
using AlertRelay.Alerts;
using AlertRelay.Api.Contracts;
using AlertRelay.Api.Endpoints;
using AlertRelay.Auditing;
using AlertRelay.Deliveries.Signing;
using AlertRelay.Diagnostics;
using AlertRelay.Keys;

namespace AlertRelay.Api.OpenApi;

/// <summary>Example responses about the relay, its keys and its log.</summary>
internal static class OperatorExamples
{
    public const string KeyId = "key_Q2F0YWxvZ3Vl", KeyName = "travel desk";

    // Of RFC 8037, appendix A. The other one is of RFC 8032, section 7.1.
    private static readonly JsonWebKey FirstKey = new(
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", Created.ToUnixTimeSeconds(), Exp: null);

    private static DateTimeOffset Created => SubscriptionExamples.Created;

    public static ReadinessResponse Ready() => new("ready", []);

    public static ReadinessResponse NotReady() => new("not ready", ["The channel us-state-travel was not polled yet."]);

    public static OverviewResponse Overview()
    {
        var channels = ChannelExamples.Overview();
        var none = new SubscriptionsOverview([], MoreFailing: false, [], MoreDisabled: false);
        var problems = OverviewProblems.Of(channels, new BoundedCount(0, More: false), none);
        return new(
            ChannelExamples.Now, AllWell: false, OverviewProblems.State(channels, problems), problems, channels,
            new DeliveryOverview(Created.AddHours(2), Delivered: 412, Failed: 3, Dead: 0, Silenced: 1, Superseded: 0), new BoundedCount(0, More: false), none,
            new HeartbeatOverview(
                RelayEvents.HeartbeatId(ChannelExamples.Now), new DateTimeOffset(2020, 1, 3, 6, 0, 0, TimeSpan.Zero),
                "Heartbeat: 34 of 34 channels were read; 12 alerts since 2020-01-02 06:00 UTC"));
    }

    public static SettingList Settings() => new(
    [
        new("Storage:Path", "/var/lib/alertrelay", "./data", IsSet: true, IsSecret: false,
            "The folder of the SQLite file; also `--data`. It is created when it is missing.", "docs/settings.md#storage"),
        new("Channels:x-cisacyber:Token", Value: null, Default: null, IsSet: true, IsSecret: true, Meaning: null, "docs/settings.md#channels"),
    ]);

    public static DoctorResponse Doctor() => DoctorResponse.Of(
    [
        new("Settings", CheckStatus.Ok, "read, no fault found."),
        new("Storage", CheckStatus.Ok, "sqlite in /var/lib/alertrelay, 2 API keys."),
        new("Secrets", CheckStatus.Ok, "the keys to encrypt and decrypt them are there."),
        new("Channels", CheckStatus.Ok, "34 enabled of 47."),
    ]);

    public static DoctorResponse LiveDoctor() => DoctorResponse.Of(
        [.. Doctor().Checks, new(ChannelExamples.Id, CheckStatus.Ok, "works: 226 entries, the newest of 2020-01-03 09:30 UTC, in 0.4 s.")]);

    public static AuditListResponse Audit()
    {
        const string Entry = "aud_01DXR9A8Y0Q6M3N7P2K4T5V8W9";
        return new(
            [
                new AuditEntry(
                    Entry, AuditId.TimeOf(Entry), SubscriptionExamples.Tenant, new Actor(KeyId, KeyName), AuditAction.SubscriptionUpdated,
                    SubscriptionExamples.Id, new JsonObject { ["name"] = "travel security" }, new JsonObject { ["name"] = "night desk" }),
            ],
            Entry);
    }

    public static KeyResponse NewKey() => Key() with { Key = "ark_" + new string('x', 43) };

    public static KeyList Keys() => new([Key() with { LastUsedAt = ChannelExamples.Now }]);

    public static RotatedKeyResponse RotatedKey() => new(NewKey(), Created.AddHours(1));

    public static JsonWebKeySet PublicKeys() => new([FirstKey]);

    public static JsonWebKeySet RotatedPublicKeys()
    {
        var at = ChannelExamples.Now.ToUnixTimeSeconds();
        return new(
        [
            new("FtIu-VbGrfe_KB6CH7GNwODB72MNxj_ml11dEvO-7kk", "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw", at, Exp: null),
            FirstKey with { Exp = at + (long)RelaySigner.Overlap.TotalSeconds },
        ]);
    }

    public static PortalLinkResponse NewPortalLink() => PortalLinkResponse.Of(
        PortalLink(), $"https://relay.example.org{PortalLinkEndpoints.PagePath}/cG9ydGFsMDAx{new string('x', 43)}");

    public static PortalLinkList PortalLinks() => new([PortalLinkResponse.Of(PortalLink() with { OpenedAt = Created.AddMinutes(5) })], Cursor: null);

    private static KeyResponse Key() =>
        new(KeyId, KeyName, SubscriptionExamples.Tenant, Role.Subscriber, Created, Created.AddYears(10), LastUsedAt: null, ReplacedBy: null);

    private static PortalLink PortalLink() =>
        new("plk_cG9ydGFsMDAx", Hash: "", SubscriptionExamples.Tenant, Role.Reader, "operator", Created, Created + AlertRelay.Keys.PortalLink.DefaultLifetime);
}
