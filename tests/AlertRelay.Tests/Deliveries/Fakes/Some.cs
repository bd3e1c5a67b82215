using AlertRelay.Alerts;
using AlertRelay.Deliveries;
using AlertRelay.Deliveries.Formats;
using AlertRelay.Deliveries.Webhooks;
using AlertRelay.Subscriptions;

namespace AlertRelay.Tests.Deliveries.Fakes;

/// <summary>Things of which a test does not care what they are.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2020, 1, 10, 0, 50, 15, TimeSpan.Zero);

    public static Alert Alert(string id = "alt_1") => new()
    {
        Id = id,
        Channel = "xx-ministry-travel",
        Authority = "Ministry of Examples",
        Key = "atlantis",
        Revision = 2,
        Change = ChangeKind.Raised,
        MessageType = MessageType.Update,
        Category = Category.Travel,
        Title = "Atlantis",
        Headline = "Examples raises Atlantis: all travel advised against",
        Text = "Do not travel to Atlantis. Größe & <b>Tiefe</b> sind unbekannt.",
        Level = new Level("4", "Do not travel", Severity.Extreme, Step: 4),
        Areas = [new Area("XA", "Atlantis")],
        Language = "en",
        DetectedAt = Time,
        Link = new Uri("https://ministry.example/atlantis"),
        Evidence = new Evidence(new Uri("https://ministry.example/feed"), Time, new string('a', 64)),
    };

    public static Subscription Subscription(Uri target, int number = 1) => new()
    {
        Id = $"sub_{number:D6}",
        Tenant = "acme",
        Target = target,
        Secrets = [new SigningSecret(SigningSecrets.New())],
        CreatedAt = Time,
        UpdatedAt = Time,
    };

    /// <summary>The path is the number.</summary>
    public static IEnumerable<Subscription> Numbered(Receiver receiver, int count, int from = 1) =>
        Enumerable.Range(from, count).Select(number => Subscription(receiver.At($"/{number}"), number));

    public static Message Message(string id = "alt_1") => new MessageFormats(null).Find("webhook")!.Render(Alert(id));

    /// <summary>Without what the sender measured, to compare the rest.</summary>
    public static DeliveryOutcome Untimed(this DeliveryOutcome outcome) =>
        outcome with { At = default, Took = default, ResponseStart = null, TraceId = null, Timings = null };
}
