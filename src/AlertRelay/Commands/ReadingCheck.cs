using System.Text.Json;
using AlertRelay.Channels;

namespace AlertRelay.Commands;

/// <summary>Hints for the author of a catalogue file about what was read with it.</summary>
internal static class ReadingCheck
{
    // The parsers' value for a missing level.
    private const string NotStated = "not stated";

    // Members of "options" that choose a part of a notice, and how it shows that they found one.
    private static readonly (string Option, Func<Notice, bool> Finds)[] Selected =
    [
        ("date", notice => (notice.UpdatedAt ?? notice.PublishedAt) is not null),
        ("level", notice => notice.Level.Native is not (null or NotStated)),
        ("text", notice => notice.Text is { Length: > 0 }),
    ];

    public static IEnumerable<string> ProblemsOf(Channel channel, NoticeReading reading)
    {
        if (IsEmpty(channel, reading))
            yield return "Nothing is listed: write \"mayBeEmpty\": true if that is ordinary, else look at what chooses the notices.";

        if (reading.Unread is [var first, ..])
            yield return $"{Count(reading.Unread.Count)} cannot be read, such as {first.Key ?? "one without an id"}: {first.Reason}.";

        var notices = reading.Entries.Where(entry => entry.Notice is not null).ToList();
        foreach (var unread in notices.Where(entry => entry.Notice!.Level is { IsKnown: false, Native: not null }).GroupBy(entry => entry.Notice!.Level.Native))
            yield return $"{Count(unread.Count())}, such as {unread.First().Key}, state the level \"{unread.Key}\", which is not in \"levels\": "
                + "their level is Unknown.";

        if (reading.SharedKeys > 0)
            yield return $"{Count(reading.SharedKeys)} share an id or a link with another one: they are distinguished by "
                + "place on the page, title, time and text, except where the id says that they are versions of one.";

        foreach (var (option, finds) in Selected.Where(_ => notices.Count > 0))
        {
            if (SelectorOf(channel, option) is { } selector && !notices.Exists(entry => finds(entry.Notice!)))
                yield return $"\"options.{option}\" (\"{selector}\") finds nothing in any notice: look at what it should choose.";
        }

        var placeless = notices.Where(entry => entry.Notice!.Areas.Count == 0).ToList();
        if (placeless.Count == notices.Count && notices.Count > 0)
            yield return "No country was recognised in any notice: write \"country\" where all are about one country, "
                + "else look at \"countryFrom\", or at \"options.country\" and \"options.countries\".";
        else if (placeless.Count > 0)
            yield return $"No country was recognised in {Count(placeless.Count)} of {notices.Count}, such as {placeless[0].Key} "
                + $"(\"{placeless[0].Notice!.Title}\").";
    }

    public static bool IsEmpty(Channel channel, NoticeReading reading) => reading.Entries.Count == 0 && !channel.MayBeEmpty;

    private static string? SelectorOf(Channel channel, string option) =>
        channel.Options.ValueKind == JsonValueKind.Object && channel.Options.TryGetProperty(option, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;

    private static string Count(int notices) => notices == 1 ? "1 notice" : $"{notices} notices";
}
