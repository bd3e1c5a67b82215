using System.Text.Json;
using System.Text.Json.Serialization;
using AlertRelay.Alerts;
using AlertRelay.Channels;

namespace AlertRelay.Commands;

/// <summary>Collects the notices and problems of a catalogue file, and prints them as tables or as one JSON object.</summary>
/// <param name="limit">How many notices of a document the table shows.</param>
internal sealed class ChannelCheck(Channel channel, bool asJson, int limit)
{
    private readonly List<CheckedNotice> _notices = [];
    private readonly List<string> _problems = [];
    private bool _failed;

    public Channel Channel => channel;

    public void Add(Uri address, NoticeReading reading)
    {
        _notices.AddRange(reading.Entries.Select(CheckedNotice.Of));
        _problems.AddRange(ReadingCheck.ProblemsOf(channel, reading));
        _failed |= ReadingCheck.IsEmpty(channel, reading);
        if (!asJson)
            ReadingPrinter.Print(channel, address, reading, limit);
    }

    public void Fail(string problem)
    {
        _problems.Add(problem);
        _failed = true;
    }

    public void Print(string sentence)
    {
        if (!asJson)
            Console.WriteLine(sentence);
    }

    /// <returns>False if the channel cannot be read.</returns>
    public bool Finish()
    {
        if (asJson)
            Console.WriteLine(new CheckedChannel(channel.Id, _notices, _problems).Json());
        foreach (var problem in _problems)
            Console.Error.WriteLine(problem);

        if (_problems.Count == 0)
            Print($"{channel.Id}: no fault found.");
        return !_failed;
    }
}

/// <summary>What <c>channels check --output json</c> prints.</summary>
/// <param name="Notices">All that were read, without a limit.</param>
/// <param name="Problems">Sentences that say what to write instead; empty where all is well.</param>
internal sealed record CheckedChannel(string Channel, IReadOnlyList<CheckedNotice> Notices, IReadOnlyList<string> Problems)
{
    public string Json() => JsonSerializer.Serialize(this, CheckJson.Default.CheckedChannel);
}

/// <summary>A notice with the members of the alert object. Where the list only refers to a page, there is its address in <see cref="Page"/>.</summary>
internal sealed record CheckedNotice(
    string Key, string? Title, Level? Level, IReadOnlyList<Area> Areas, DateTimeOffset? PublishedAt, DateTimeOffset? UpdatedAt, DateTimeOffset? ExpiresAt,
    string? Link, string? Language, string? Summary, string? Text, bool Withdrawn, string? Page)
{
    public static CheckedNotice Of(IndexEntry entry) => new(
        entry.Key, entry.Notice?.Title, entry.Notice?.Level, entry.Notice?.Areas ?? [], entry.Notice?.PublishedAt,
        entry.Notice?.UpdatedAt ?? entry.Page?.UpdatedAt, entry.Notice?.ExpiresAt, entry.Notice?.Link.AbsoluteUri, entry.Notice?.Language,
        entry.Notice?.Summary, entry.Notice?.Text, entry.Notice?.Withdrawn ?? false, entry.Page?.Url.AbsoluteUri);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckedChannel))]
internal sealed partial class CheckJson : JsonSerializerContext;

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
            yield return "The list is empty: write \"mayBeEmpty\": true if that is normal; else check the selectors of the notices.";

        if (reading.Unread is [var first, ..])
            yield return $"{CountText.Of(reading.Unread.Count, "notice",
            "notices")} cannot be read, such as {first.Key ?? "one without an id"}: {first.Reason}.";

        var notices = reading.Entries.Where(entry => entry.Notice is not null).ToList();
        foreach (var unread in notices.Where(entry => entry.Notice!.Level is { IsKnown: false, Native: not null }).GroupBy(entry => entry.Notice!.Level.Native))
            yield return $"{CountText.Of(unread.Count(), "notice",
            "notices")}, such as {unread.First().Key}, state the level \"{unread.Key}\", which is not in \"levels\": "
                + "their level is Unknown.";

        if (reading.SharedKeys > 0)
            yield return $"{CountText.Of(reading.SharedKeys, "notice", "notices")} share an id or a link with another one: they are distinguished by "
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
            yield return $"No country was recognised in {CountText.Of(placeless.Count, "notice", "notices")} of {notices.Count}, such as {placeless[0].Key} "
                + $"(\"{placeless[0].Notice!.Title}\").";
    }

    public static bool IsEmpty(Channel channel, NoticeReading reading) => reading.Entries.Count == 0 && !channel.MayBeEmpty;

    private static string? SelectorOf(Channel channel, string option) =>
        channel.Options.ValueKind == JsonValueKind.Object && channel.Options.TryGetProperty(option, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;
}
