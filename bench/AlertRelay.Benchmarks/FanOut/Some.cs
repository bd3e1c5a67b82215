using System.Globalization;
using System.Security.Cryptography;
using AlertRelay.Alerts;
using AlertRelay.Subscriptions;

namespace AlertRelay.Benchmarks.FanOut;

/// <summary>Alerts of about 1.5 KB as messages, and subscriptions that want all of them.</summary>
internal static class Some
{
    private static readonly string Secret = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <param name="ofOther">The first ones belong to another tenant.</param>
    public static async Task Subscribe(ISubscriptionStore store, IReadOnlyList<Uri> targets, int ofOther = 0)
    {
        foreach (var (target, number) in targets.Select((target, number) => (target, number)))
            await store.Add(Subscription(target, number) with { Tenant = number < ofOther ? "other" : "bench" }, CancellationToken.None);
    }

    public static string SubscriptionId(int number) => $"sub_{number:D26}";

    public static Subscription Subscription(Uri target, int number) => new()
    {
        Id = SubscriptionId(number),
        Tenant = "bench",
        Target = target,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Secrets = [new SigningSecret(Secret)],
    };

    public static Alert Alert(int number) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"alr_{number:x32}"),
        Channel = "bench",
        Authority = "Benchmark",
        Key = "IR",
        Revision = number,
        Change = ChangeKind.Raised,
        MessageType = MessageType.Update,
        Category = Category.Travel,
        Title = "Iran",
        Headline = "Benchmark raises Iran",
        Text = new string('x', 600),
        Level = new Level("4", "Do not travel", Severity.Extreme, Step: 4),
        Areas = [new Area("IR", "Iran")],
        Language = "en",
        DetectedAt = DateTimeOffset.UnixEpoch,
        Link = new Uri("https://example.org/iran"),
        Evidence = new Evidence(new Uri("https://example.org/feed.xml"), DateTimeOffset.UnixEpoch, new string('0', 64)),
    };
}
