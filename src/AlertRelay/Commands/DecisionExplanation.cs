using AlertRelay.Alerts;
using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Polling;

namespace AlertRelay.Commands;

/// <summary>The reasons for alerts sent or not: one line for each notice with a decision.</summary>
internal static class DecisionExplanation
{
    /// <param name="when">The poll, as the prefix of each line.</param>
    public static void Print(string when, Channel channel, PollReport report)
    {
        if (report.Error is { } error)
            Console.Error.WriteLine($"{when}, {channel.Id}: not read: {error}");
        foreach (var notice in report.Decided.OrderBy(notice => notice.Key, StringComparer.Ordinal))
            Console.Error.WriteLine($"{when}, {channel.Id}/{notice.Key}: {Of(notice)}");
        foreach (var happened in report.HealthEvents)
            Console.Error.WriteLine($"{when}, health: {happened.Headline}");
    }

    /// <summary>The decision, what the publisher shows if it differs, and when it is checked again.</summary>
    public static string Of(NoticeState notice) =>
        notice.PendingChange is { } pending
            ? $"{notice.Reason} (shows {Level(pending.Notice)}, known is {Level(notice.LastNotified)}; seen {CountText.Of(
                pending.Observations, "time", "times")} since "
                + $"{pending.Since:yyyy-MM-dd HH:mm}, next look {pending.NextObservationAt:yyyy-MM-dd HH:mm})"
        : $"{notice.Reason} ({Level(notice.LastNotified)})";

    private static string Level(Notice? notice) => notice is null ? "nothing yet" : notice.Level.Label ?? notice.Level.Native ?? "no level";
}
