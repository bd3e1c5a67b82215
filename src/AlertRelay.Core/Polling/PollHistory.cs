using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AlertRelay.Polling;

/// <summary>What came of a poll, in one word.</summary>
public enum PollMark
{
    /// <summary>Everything was as before.</summary>
    Unchanged,

    /// <summary>A document or a page was read.</summary>
    Read,

    /// <summary>A document could not be read.</summary>
    Failed,

    /// <summary>Afterwards at least one change waited for confirmation by a later poll.</summary>
    Held,
}

/// <param name="At">In whole seconds.</param>
public sealed record PollRecord(DateTimeOffset At, PollMark Outcome);

/// <summary>
/// The last polls of a channel in a short text, because it is written with each poll: "r1578052800u900f901" is a poll of that Unix time which read something,
/// one 900 seconds later that found nothing new, and one 901 seconds later that failed.
/// </summary>
internal static partial class PollHistory
{
    public const int MaxPolls = 60;

    private const string Letters = "urfh";

    public static char Letter(PollMark outcome) => Letters[(int)outcome];

    /// <param name="history">Null before the first poll.</param>
    public static string With(string? history, DateTimeOffset at, PollMark outcome) =>
        Write([.. Read(history).TakeLast(MaxPolls - 1), new PollRecord(at, outcome)]);

    /// <returns>Oldest first. What cannot be understood is left out.</returns>
    public static IReadOnlyList<PollRecord> Read(string? history)
    {
        var polls = new List<PollRecord>();
        var seconds = 0L;
        foreach (Match poll in Poll().Matches(history ?? ""))
        {
            seconds += long.Parse(poll.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            if (seconds is >= 0 and < 253_402_300_800)
                polls.Add(new PollRecord(DateTimeOffset.FromUnixTimeSeconds(seconds), (PollMark)Letters.IndexOf(poll.Value[0], StringComparison.Ordinal)));
        }

        return polls;
    }

    private static string Write(IReadOnlyList<PollRecord> polls)
    {
        var text = new StringBuilder();
        var before = 0L;
        foreach (var poll in polls)
        {
            var seconds = poll.At.ToUnixTimeSeconds();
            text.Append(Letter(poll.Outcome)).Append(CultureInfo.InvariantCulture, $"{seconds - before}");
            before = seconds;
        }

        return text.ToString();
    }

    [GeneratedRegex("([urfh])(-?[0-9]{1,12})", RegexOptions.CultureInvariant)]
    private static partial Regex Poll();
}
