using AlertRelay.Alerts;

namespace AlertRelay.Deliveries;

/// <summary>What a receiver gets to try itself with: an alert that nobody can take for one.</summary>
public static class TestAlert
{
    /// <summary>In the alert's marks; the one sign by which a test is told from news.</summary>
    public const string Mark = "test";

    private const string Sentence = "This is a test from AlertRelay. No authority has said anything.";

    public static bool Is(Alert alert) => alert.Marks.Contains(Mark);

    public static Alert For(string subscriptionId, DateTimeOffset now) =>
        RelayEvents.New($"test_{subscriptionId}_{now.ToUnixTimeMilliseconds()}", "test", now) with
        {
            Channel = "test",
            Category = Category.Statement,
            Title = "Test",
            Headline = "Test: this receiver works",
            Summary = Sentence,
            Text = Sentence,
            Marks = [Mark],
        };
}
