using AlertRelay.Channels;
using AlertRelay.Detection;
using AlertRelay.Polling;

namespace AlertRelay.Commands;

/// <summary>Why something was told, or not: one line for each notice about which something was decided.</summary>
internal static class DecisionExplanation
{
    /// <param name="when">Which poll: begins each line.</param>
    public static void Print(string when, Channel channel, PollReport report)
    {
        if (report.Error is { } error)
            Console.Error.WriteLine($"{when}, {channel.Id}: not read: {error}");
        foreach (var notice in report.Decided.OrderBy(notice => notice.Key, StringComparer.Ordinal))
            Console.Error.WriteLine($"{when}, {channel.Id}/{notice.Key}: {Of(notice)}");
        foreach (var happened in report.HealthEvents)
            Console.Error.WriteLine($"{when}, health: {happened.Headline}");
    }

    /// <summary>The verdict, what was shown where it is not what is known, and when it is looked at again.</summary>
    public static string Of(NoticeState notice) =>
        notice.PendingChange is { } pending
            ? $"{notice.Reason} (shows {Level(pending.Notice)}, known is {Level(notice.LastNotified)}; seen {pending.Observations} times since "
                + $"{pending.Since:yyyy-MM-dd HH:mm}, next look {pending.NextObservationAt:yyyy-MM-dd HH:mm})"
        : $"{notice.Reason} ({Level(notice.LastNotified)})";

    private static string Level(Notice? notice) => notice is null ? "nothing yet" : notice.Level.Label ?? notice.Level.Native ?? "no level";
}
