using System.Text.Json;
using AlertRelay.Alerts;
using AlertRelay.Channels.Phrases;

namespace AlertRelay.Channels.Parsers;

/// <summary>The Auswärtiges Amt's level of a country: the more severe of its flags and its words, of the whole country and of its parts.</summary>
internal static class AaTravelLevel
{
    /// <summary>The table of phrases.</summary>
    public const string Phrases = "de-aa";

    // What each flag says in the words of the scale, the most severe first.
    private static readonly (string Flag, string Level, bool OfPart)[] Flags =
    [
        ("warning", "warning", false), ("partialWarning", "warning", true),
        ("situationWarning", "situationWarning", false), ("situationPartWarning", "situationWarning", true),
    ];

    /// <summary>Of the list, which has no text.</summary>
    public static Level OfFlags(JsonElement country, Channel channel) => Of(country, null, [], channel);

    public static Level Of(JsonElement country, string? text, IReadOnlyList<Area> areas, Channel channel)
    {
        var stated = Flags.Select(flag => (flag.Flag, flag.Level, flag.OfPart, Value: country.Truth(flag.Flag))).ToList();
        if (stated.Find(flag => flag.Value is null) is { Flag: { } unread })
            return Level.Unreadable($"{unread} not stated");

        var read = text is null
            ? new WordedLevels(null, [], [])
            : new PhraseReader(PhraseTables.Named(Phrases)).Read(text, [.. areas.Select(area => area.Code)]);
        // Of several the first is the most severe.
        var set = stated.Where(flag => flag.Value == true).Take(1).ToList();
        var whole = set.Where(flag => !flag.OfPart).Select(flag => flag.Level).Append(read.Whole).OfType<string>().MaxBy(level => channel.LevelOf(level).Step);
        var parts = set.Where(flag => flag.OfPart).Select(flag => flag.Level).Union(read.Parts).ToList();
        if (whole is null && parts.Count == 0)
            return read.Contradicting is [var unclear, ..] ? Level.Unreadable(unclear) : channel.LevelOf(text is null ? "listed" : "none");

        var level = LevelInWords.Of(new WordedLevels(whole, parts, []), channel);
        return Array.Find(Flags, flag => flag.OfPart && $"{flag.Level} in parts" == level.Native) is { Flag: { } only } ? level with { Native = only } : level;
    }
}
