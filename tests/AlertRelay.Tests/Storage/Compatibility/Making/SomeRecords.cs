using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AlertRelay.Auditing;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.FanOut;
using AlertRelay.Keys;
using AlertRelay.Polling;
using AlertRelay.Subscriptions;
using DeliveryRecord = AlertRelay.Deliveries.Delivery;

namespace AlertRelay.Tests.Storage.Compatibility.Making;

/// <summary>API keys, deliveries, entries of the audit log and documents.</summary>
internal static class SomeRecords
{
    public static readonly string Admin = KeyOf(1), Subscriber = KeyOf(2), OldKey = KeyOf(3);

    private static readonly DateTimeOffset Made = Scenario.Begin.AddDays(-50).AddTicks(3);

    private static readonly byte[] Document = Encoding.UTF8.GetBytes("<rss>What the ministry of tests said</rss>");

    private static readonly ApiKey Ending = new("key_ending", Hash(OldKey), "old key", "acme", Role.Subscriber, Made, Scenario.Begin.AddDays(90));

    public static string EvidenceHash => Convert.ToHexStringLower(SHA256.HashData(Document));

    public static IReadOnlyList<ApiKey> Keys =>
    [
        new("key_admin", Hash(Admin), "operator", "default", Role.Admin, Made.AddDays(-1)),
        new("key_acme", Hash(Subscriber), "acme's Schlüssel", "acme", Role.Subscriber, Made, Scenario.Begin.AddDays(365), Scenario.Begin.AddMinutes(-30)),
        Ending,
    ];

    public static ApiKey Successor => new("key_successor", Hash(KeyOf(4)), "old key", "acme", Role.Subscriber, Made.AddDays(40), Scenario.Begin.AddDays(90));

    public static ApiKey Replaced => Ending with { ExpiresAt = Scenario.Begin.AddDays(7), ReplacedBy = Successor.Id };

    public static IReadOnlyList<EvidenceDocument> Evidence => [new EvidenceDocument(EvidenceHash, "application/rss+xml; charset=utf-8", Document)];

    /// <summary>In every state, with attempts of every result.</summary>
    public static IReadOnlyList<(DeliveryRecord Delivery, Attempt? Attempt)> Deliveries
    {
        get
        {
            var (subscription, at) = (SomeSubscriptions.Plain.Id, Scenario.Begin.AddHours(-2));
            var timings = new SendTimings(TimeSpan.FromTicks(15_001), TimeSpan.FromMilliseconds(20), TimeSpan.FromTicks(333_333), TimeSpan.FromSeconds(1));
            var traceId = SomeAlerts.Trace.Split('-')[1];
            return
            [
                (new("alr_rich", subscription, DeliveryStatus.Pending, 1, at, at.AddSeconds(5), "answered HTTP 503", 1),
                    new("alr_rich", subscription, 1, at, TimeSpan.FromTicks(1234567), 503, DeliveryError.Status, "come back 'später' 🙏", traceId, timings)),
                (new("alr_rich", subscription, DeliveryStatus.Delivered, 2, at.AddMinutes(1), null, null, 1),
                    new("alr_rich", subscription, 2, at.AddMinutes(1), TimeSpan.FromMilliseconds(80), 204, null, null)),
                (new("alr_raised", subscription, DeliveryStatus.Dead, 1, at, null, "no answer in time", 2),
                    new("alr_raised", subscription, 1, at, TimeSpan.FromSeconds(15), null, DeliveryError.Timeout, null)),
                (new("alr_lowered", subscription, DeliveryStatus.Silenced, 0, at, null, "silenced until 2026-03-05 20:00 UTC: a quiet week"), null),
                (new("alr_revised", subscription, DeliveryStatus.Pending, 0, at, Scenario.End.AddHours(30)), null),
            ];
        }
    }

    /// <summary>One of every action.</summary>
    /// <param name="number">Tells their ids apart.</param>
    public static IEnumerable<AuditEntry> Audit(int number) => AuditAction.All.Select((action, at) =>
    {
        var time = Made.AddDays(1).AddMinutes(number + at);
        var whole = DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        var actor = (at % 3) switch { 0 => new Actor("key_admin", "operator"), 1 => Actor.Relay, _ => Actor.CommandLine };
        return new AuditEntry(
            AuditId.Of(Ulid.Of(whole, new byte[Ulid.Chance])), whole, at % 4 == 0 ? null : "acme", actor, action, $"subject_{at}",
            new JsonObject { ["name"] = "before", ["list"] = new JsonArray(1, 2) }, at % 5 == 0 ? null : new JsonObject { ["name"] = "after" });
    });

    private static string KeyOf(int first) => "ark_" + Base64Url.EncodeToString([.. Enumerable.Range(first, 32).Select(number => (byte)number)]);

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
