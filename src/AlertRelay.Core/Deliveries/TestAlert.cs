using AlertRelay.Alerts;

namespace AlertRelay.Deliveries;

/// <summary>The alert that tests a receiver. Nobody can mistake it for a real one.</summary>
public static class TestAlert
{
    /// <summary>In the alert's marks: the only difference between a test and a real alert.</summary>
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
