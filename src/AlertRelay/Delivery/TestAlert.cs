using System.Security.Cryptography;
using AlertRelay.Alerts;

namespace AlertRelay.Delivery;

/// <summary>What a receiver gets to try itself with: an alert that nobody can take for one.</summary>
public static class TestAlert
{
    /// <summary>In the alert's marks; the one sign by which a test is told from news.</summary>
    public const string Mark = "test";

    private const string Sentence = "This is a test from AlertRelay. No authority has said anything.";
    private static readonly Uri Home = new("https://alertrelay.org/");

    public static bool Is(Alert alert) => alert.Marks.Contains(Mark);

    public static Alert For(string subscriptionId, DateTimeOffset now) => new()
    {
        Id = $"test_{subscriptionId}_{now.ToUnixTimeMilliseconds()}",
        Channel = "test",
        Authority = "AlertRelay",
        Key = "test",
        Revision = 1,
        Change = ChangeKind.Issued,
        MessageType = MessageType.Alert,
        Category = Category.Statement,
        Title = "Test",
        Headline = "Test: this receiver works",
        Summary = Sentence,
        Text = Sentence,
        Level = Level.None,
        Language = "en",
        DetectedAt = now,
        Link = Home,
        Evidence = new Evidence(Home, now, Convert.ToHexStringLower(SHA256.HashData([]))),
        Marks = [Mark],
    };
}
