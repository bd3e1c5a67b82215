using System.Globalization;
using AlertRelay.Alerts;

namespace AlertRelay.Deliveries.Notifications;

/// <summary>Several changes of one notice as one alert: the newest, whose headline names each step with its time.</summary>
internal static class NoticeSteps
{
    private const int MaxSteps = 4;

    /// <param name="inOrder">One or more, oldest first.</param>
    public static Alert Merge(IReadOnlyList<Alert> inOrder) => inOrder.Count == 1 ? inOrder[0] : inOrder[^1] with
    {
        Headline = $"{inOrder[^1].Authority}: {inOrder[^1].Title}: {Steps(inOrder)}",
        PreviousLevel = inOrder[0].PreviousLevel,
    };

    private static string Steps(IReadOnlyList<Alert> inOrder)
    {
        var left = inOrder.Count - MaxSteps;
        var steps = inOrder.Skip(left).Select(
            alert => string.Create(CultureInfo.InvariantCulture, $"{Word(alert)} ({alert.DetectedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC)"));
        return (left > 0 ? $"{left} earlier {(left == 1 ? "change" : "changes")}, " : "") + string.Join(", then ", steps);
    }

    private static string Word(Alert alert)
    {
        var level = alert.Level.Label ?? alert.Level.Native;
        return alert.Change switch
        {
            ChangeKind.Issued => "issued",
            ChangeKind.Raised => level is null ? "raised" : $"raised to {level}",
            ChangeKind.Lowered => level is null ? "lowered" : $"lowered to {level}",
            ChangeKind.Withdrawn => "withdrawn",
            _ => "revised",
        };
    }
}
